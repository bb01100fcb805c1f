using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>Called for each part of a literal that is not a value of its type.</summary>
/// <param name="message">The error message.</param>
/// <param name="node">The invalid part.</param>
/// <param name="coordinate">Coordinate of an input field that does not exist; null for any other error.</param>
internal delegate void InvalidLiteral(string message, SyntaxNode node, string? coordinate);

/// <summary>Checks whether literals are values of a type. Values of variables in them are not known yet.</summary>
/// <remarks>Specification: 5.6.1 Values of Correct Type, with the input coercion of chapter 3.</remarks>
internal static class InputLiterals
{
    private const int LongestShown = 1000;

    /// <summary>Reports every invalid part.</summary>
    /// <param name="value">The literal.</param>
    /// <param name="type">The expected type.</param>
    /// <param name="report">Called for each error.</param>
    /// <param name="isVisible">Whether suggestions may name a member of a type; null if they may name all members.</param>
    public static void Validate(
        ValueNode value, GraphQLType type, InvalidLiteral report, Func<string, string?, bool>? isVisible = null)
    {
        if (value is VariableNode)
        {
            return;
        }

        if (value is NullValueNode)
        {
            if (type is NonNullType)
            {
                report($"Expected value of non-null type \"{type}\" not to be null.", value, null);
            }

            return;
        }

        switch (type.Nullable)
        {
            case ListType list when value is ListValueNode items:
                foreach (var item in items.Values)
                {
                    Validate(item, list.OfType, report, isVisible);
                }

                break;
            case ListType list:
                Validate(value, list.OfType, report, isVisible);
                break;
            case InputObjectType record when value is ObjectValueNode fields:
                ValidateFields(fields, record, report, isVisible);
                break;
            case InputObjectType record:
                report($"Expected value of type \"{record}\" to be an object, found: {Show(value)}.", value, null);
                break;
            case EnumType choice:
                ValidateEnum(value, choice, report, isVisible);
                break;
            case ScalarType scalar when !scalar.TryParseLiteral(WithoutVariables(value), out _, out var error):
                report(error ?? $"Expected value of type \"{scalar}\", found: {Show(value)}.", value, null);
                break;
        }
    }

    private static void ValidateFields(
        ObjectValueNode value, InputObjectType type, InvalidLiteral report, Func<string, string?, bool>? isVisible)
    {
        foreach (var definition in type.Fields)
        {
            var given = value.Fields.LastOrDefault(f => f.Name.Value == definition.Name);
            if (given is not null)
            {
                Validate(given.Value, definition.Type, report, isVisible);
            }
            else if (definition.IsRequired)
            {
                report(
                    $"Expected value of type \"{type}\" to include required field \"{definition.Name}\", found: {Show(value)}.",
                    value,
                    null);
            }
        }

        ObjectFieldNode? lastKnown = null;
        var known = 0;
        foreach (var field in value.Fields)
        {
            if (type.Field(field.Name.Value) is null)
            {
                ReportUnknown(field, value, type, report, isVisible);
                continue;
            }

            lastKnown = field;
            known++;
        }

        if (type.IsOneOf && (known != 1 || lastKnown!.Value is NullValueNode))
        {
            report(
                $"Within OneOf Input Object type \"{type}\", exactly one field must be specified, and the value for that field must be non-null.",
                value,
                null);
        }
    }

    private static void ReportUnknown(
        ObjectFieldNode field,
        ObjectValueNode value,
        InputObjectType type,
        InvalidLiteral report,
        Func<string, string?, bool>? isVisible)
    {
        var visible = type.Fields.Select(f => f.Name).Where(f => isVisible?.Invoke(type.Name, f) ?? true);
        var suggestion = Suggestions.DidYouMean(field.Name.Value, visible);
        report(
            $"Expected value of type \"{type}\" not to include unknown field \"{field.Name}\""
                + (suggestion.Length > 0 ? $".{suggestion} Found" : ", found") + $": {Show(value)}.",
            field,
            $"{type}.{field.Name}");
    }

    private static void ValidateEnum(
        ValueNode value, EnumType type, InvalidLiteral report, Func<string, string?, bool>? isVisible)
    {
        var written = value as EnumValueNode;
        if (written is not null && type.Value(written.Value) is not null)
        {
            return;
        }

        var shown = Show(value);
        var visible = type.Values.Select(v => v.Name).Where(v => isVisible?.Invoke(type.Name, v) ?? true);
        report(
            (written is null
                ? $"Enum \"{type}\" cannot represent non-enum value: {shown}."
                : $"Value \"{shown}\" does not exist in \"{type}\" enum.")
            + Suggestions.DidYouMean(shown, visible, "the enum value "),
            value,
            null);
    }

    /// <summary>The literal without its variables: null in place of list elements, and no field in objects.</summary>
    private static ValueNode WithoutVariables(ValueNode value) => value switch
    {
        ListValueNode list => new ListValueNode(
            [.. list.Values.Select(v => v is VariableNode ? new NullValueNode() : WithoutVariables(v))]),
        ObjectValueNode record => new ObjectValueNode(
            [.. record.Fields.Where(f => f.Value is not VariableNode)
                .Select(f => new ObjectFieldNode { Name = f.Name, Value = WithoutVariables(f.Value) })]),
        _ => value,
    };

    private static string Show(ValueNode value)
    {
        var text = Printer.Print(value);
        return text.Length <= LongestShown ? text : text[..LongestShown] + "...";
    }
}
