using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>Literals are values of the type that is expected.</summary>
/// <remarks>
/// Specification: 5.6.1 Values of Correct Type, with 5.6.2 Input Object Field Names and 5.6.4 Input Object Required Fields.
/// </remarks>
internal sealed class ValuesOfCorrectTypeRule : ValidationRule
{
    private const int LongestShown = 1000;

    public override string Name => "ValuesOfCorrectType";

    public override Visits Visits => Visits.Value;

    public override void VisitValue(ValueNode value, GraphQLType? expected)
    {
        if (expected is not null)
        {
            Check(value, expected);
        }
    }

    private void Check(ValueNode value, GraphQLType type)
    {
        if (value is VariableNode)
        {
            return;
        }

        if (value is NullValueNode)
        {
            if (type is NonNullType)
            {
                Report($"Expected value of non-null type \"{type}\" not to be null.", value);
            }

            return;
        }

        switch (type.Nullable)
        {
            case ListType list when value is ListValueNode items:
                foreach (var item in items.Values)
                {
                    Check(item, list.OfType);
                }

                break;
            case ListType list:
                Check(value, list.OfType);
                break;
            case InputObjectType record when value is ObjectValueNode fields:
                CheckFields(fields, record);
                break;
            case InputObjectType record:
                Report($"Expected value of type \"{record}\" to be an object, found: {Show(value)}.", value);
                break;
            case EnumType choice:
                CheckEnum(value, choice);
                break;
            case ScalarType scalar:
                CheckScalar(value, scalar);
                break;
        }
    }

    private void CheckFields(ObjectValueNode value, InputObjectType type)
    {
        foreach (var definition in type.Fields)
        {
            var given = value.Fields.LastOrDefault(f => f.Name.Value == definition.Name);
            if (given is not null)
            {
                Check(given.Value, definition.Type);
            }
            else if (definition.IsRequired)
            {
                Report(
                    $"Expected value of type \"{type}\" to include required field \"{definition.Name}\", found: {Show(value)}.",
                    value);
            }
        }

        ObjectFieldNode? onlyKnown = null;
        var known = 0;
        foreach (var field in value.Fields)
        {
            if (type.Field(field.Name.Value) is not null)
            {
                onlyKnown = field;
                known++;
                continue;
            }

            var visible = type.Fields.Select(f => f.Name).Where(f => Context.IsVisible(type.Name, f));
            var suggestion = Suggestions.DidYouMean(field.Name.Value, visible);
            Context.Report(
                Name,
                $"Expected value of type \"{type}\" not to include unknown field \"{field.Name}\""
                    + (suggestion.Length > 0 ? $".{suggestion} Found" : ", found") + $": {Show(value)}.",
                [field],
                $"{type}.{field.Name}");
        }

        if (type.IsOneOf && (known != 1 || onlyKnown!.Value is NullValueNode))
        {
            Report(
                $"Within OneOf Input Object type \"{type}\", exactly one field must be specified, and the value for that field must be non-null.",
                value);
        }
    }

    private void CheckEnum(ValueNode value, EnumType type)
    {
        var written = value as EnumValueNode;
        if (written is not null && type.Value(written.Value) is not null)
        {
            return;
        }

        var shown = Show(value);
        var visible = type.Values.Select(v => v.Name).Where(v => Context.IsVisible(type.Name, v));
        Report(
            (written is null
                ? $"Enum \"{type}\" cannot represent non-enum value: {shown}."
                : $"Value \"{shown}\" does not exist in \"{type}\" enum.")
            + Suggestions.DidYouMean(shown, visible, "the enum value "),
            value);
    }

    private void CheckScalar(ValueNode value, ScalarType type)
    {
        // What a variable brings is coerced when it is known.
        if (!HoldsVariable(value) && !type.TryParseLiteral(value, out _, out var error))
        {
            Report(error ?? $"Expected value of type \"{type}\", found: {Show(value)}.", value);
        }
    }

    private static bool HoldsVariable(ValueNode value) => value switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HoldsVariable),
        ObjectValueNode record => record.Fields.Any(f => HoldsVariable(f.Value)),
        _ => false,
    };

    private static string Show(ValueNode value)
    {
        var text = Printer.Print(value);
        return text.Length <= LongestShown ? text : text[..LongestShown] + "...";
    }
}
