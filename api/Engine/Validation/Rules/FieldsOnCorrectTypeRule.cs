using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A selected field exists on its parent type.</summary>
/// <remarks>Specification: 5.3.1 Field Selections.</remarks>
internal sealed class FieldsOnCorrectTypeRule : ValidationRule
{
    public override string Name => "FieldsOnCorrectType";

    public override Visits Visits => Visits.Field;

    public override void VisitField(FieldNode field)
    {
        if (Context.ParentType is { } type && Context.Field is null)
        {
            var name = field.Name.Value;
            var suggestion = Suggestions.Sentence(TypesThatHave(type, name), "to use an inline fragment on ");
            if (suggestion.Length == 0 && type is FieldsType withFields)
            {
                suggestion = Suggestions.DidYouMean(
                    name, withFields.Fields.Select(f => f.Name).Where(f => Context.IsVisible(type.Name, f)));
            }

            Context.Report(
                Name, $"Cannot query field \"{name}\" on type \"{type}\".{suggestion}", [field], $"{type}.{name}");
        }
    }

    /// <summary>The types within an abstract type that have the field, those shared by most of its object types first.</summary>
    private List<string> TypesThatHave(NamedType type, string field)
    {
        if (type is ObjectType)
        {
            return [];
        }

        var uses = new OrderedDictionary<FieldsType, int>();
        foreach (var possible in Context.Schema.PossibleTypes(type))
        {
            if (!Has(possible, field))
            {
                continue;
            }

            uses[possible] = 1;
            foreach (var contract in possible.Interfaces.Where(i => Has(i, field)))
            {
                uses[contract] = uses.GetValueOrDefault(contract) + 1;
            }
        }

        var types = uses.ToList();
        types.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value)
            : a.Key is InterfaceType first && b.Key.Interfaces.Contains(first) ? -1
            : b.Key is InterfaceType second && a.Key.Interfaces.Contains(second) ? 1
            : Suggestions.NaturalCompare(a.Key.Name, b.Key.Name));
        return types.ConvertAll(t => t.Key.Name);
    }

    private bool Has(FieldsType type, string field) =>
        type.Field(field) is not null && Context.IsVisible(type.Name) && Context.IsVisible(type.Name, field);
}
