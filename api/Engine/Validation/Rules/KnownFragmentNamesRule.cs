using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A spread fragment is defined.</summary>
/// <remarks>Specification: 5.5.2.1 Fragment Spread Target Defined.</remarks>
internal sealed class KnownFragmentNamesRule : ValidationRule
{
    public override string Name => "KnownFragmentNames";

    public override Visits Visits => Visits.FragmentSpread;

    public override void VisitFragmentSpread(FragmentSpreadNode spread)
    {
        if (Context.Fragment(spread.Name.Value) is null)
        {
            Report($"Unknown fragment \"{spread.Name}\".", spread.Name);
        }
    }
}
