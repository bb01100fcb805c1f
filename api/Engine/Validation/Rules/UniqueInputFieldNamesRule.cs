using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A field of an input object is given once.</summary>
/// <remarks>Specification: 5.6.3 Input Object Field Uniqueness.</remarks>
internal sealed class UniqueInputFieldNamesRule : ValidationRule
{
    public override string Name => "UniqueInputFieldNames";

    public override Visits Visits => Visits.ObjectValue;

    public override void VisitObjectValue(ObjectValueNode value)
    {
        if (value.Fields.Count < 2)
        {
            return;
        }

        var known = new Dictionary<string, NameNode>();
        foreach (var field in value.Fields)
        {
            if (!known.TryAdd(field.Name.Value, field.Name))
            {
                Report($"There can be only one input field named \"{field.Name}\".", known[field.Name.Value], field.Name);
            }
        }
    }
}
