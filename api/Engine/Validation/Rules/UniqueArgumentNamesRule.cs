using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>An argument is given once.</summary>
/// <remarks>Specification: 5.4.2 Argument Uniqueness.</remarks>
internal sealed class UniqueArgumentNamesRule : ValidationRule
{
    public override string Name => "UniqueArgumentNames";

    public override Visits Visits => Visits.Arguments;

    public override void VisitArguments(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count < 2)
        {
            return;
        }

        foreach (var group in arguments.GroupBy(a => a.Name.Value))
        {
            if (group.Skip(1).Any())
            {
                Report($"There can be only one argument named \"{group.Key}\".", [.. group.Select(a => a.Name)]);
            }
        }
    }
}
