using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A fragment does not spread itself, directly or through other fragments.</summary>
/// <remarks>Specification: 5.5.2.2 Fragment Spreads Must Not Form Cycles.</remarks>
internal sealed class NoFragmentCyclesRule : ValidationRule
{
    private readonly HashSet<string> _visited = [];
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _placeInPath = [];

    public override string Name => "NoFragmentCycles";

    public override Visits Visits => Visits.Fragment;

    public override void VisitFragment(FragmentDefinitionNode fragment) => DetectFragmentCycles(fragment);

    private void DetectFragmentCycles(FragmentDefinitionNode fragment)
    {
        var name = fragment.Name.Value;
        if (!_visited.Add(name))
        {
            return;
        }

        Context.Descend();
        _placeInPath[name] = _path.Count;
        foreach (var spread in Context.FragmentSpreads(fragment.SelectionSet))
        {
            _path.Add(spread);
            if (_placeInPath.TryGetValue(spread.Name.Value, out var start))
            {
                ReportCycle(spread, _path[start..]);
            }
            else if (Context.Fragment(spread.Name.Value) is { } target)
            {
                DetectFragmentCycles(target);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _placeInPath.Remove(name);
    }

    private void ReportCycle(FragmentSpreadNode spread, List<FragmentSpreadNode> cycle)
    {
        var via = string.Join(", ", cycle.SkipLast(1).Select(s => $"\"{s.Name}\""));
        Report(
            $"Cannot spread fragment \"{spread.Name}\" within itself{(via.Length > 0 ? $" via {via}" : "")}.", [.. cycle]);
    }
}
