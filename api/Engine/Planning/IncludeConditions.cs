using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Planning;

/// <summary>The variables of <c>@skip</c> and <c>@include</c> around a selection, from the outermost selection inwards.</summary>
internal sealed record ConditionChain(ConditionChain? Outer, string Variable, bool Expected)
{
    public List<(string Variable, bool Expected)> ToList()
    {
        var result = Outer?.ToList() ?? [];
        result.Add((Variable, Expected));
        return result;
    }
}

/// <summary>
/// The condition under which a field is included. A field is included if at least one of its occurrences is. An
/// occurrence is included if all its variables have the expected value.
/// </summary>
internal sealed record IncludeCondition(IReadOnlyList<IReadOnlyList<(string Variable, bool Expected)>> Occurrences)
{
    public bool Holds(IReadOnlyDictionary<string, object?> variables)
    {
        foreach (var occurrence in Occurrences)
        {
            var all = true;
            foreach (var (variable, expected) in occurrence)
            {
                all &= variables[variable] is bool value && value == expected;
            }

            if (all)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// A check of a nullable variable with a default in a condition. If the variable is null, the fields of the selection set
/// cannot be collected.
/// </summary>
/// <param name="When">Index of the condition under which the check applies; -1 for always.</param>
/// <param name="Variable">Name of the variable.</param>
/// <param name="Position">Offset of the variable in the document.</param>
internal sealed record NullCheck(int When, string Variable, int Position);

/// <summary>The conditions of an operation. Fields refer to them by index.</summary>
internal sealed class IncludeConditions(OperationDefinitionNode operation)
{
    private readonly List<IncludeCondition> _all = [];
    private readonly Dictionary<string, int> _index = [];
    private readonly HashSet<string> _nullable =
        [.. operation.VariableDefinitions.Where(v => v.Type is not NonNullTypeNode).Select(v => v.Variable.Name.Value)];

    public IReadOnlyList<IncludeCondition> All => _all;

    /// <summary>Adds the conditions of a selection's directives. Returns false if the selection is never included.</summary>
    /// <param name="directives">The directives of the selection.</param>
    /// <param name="when">The conditions of the surrounding selections.</param>
    /// <param name="checks">Receives the variables that can be null.</param>
    public bool Restrict(IReadOnlyList<DirectiveNode> directives, ref ConditionChain? when, List<NullCheck> checks) =>
        directives.Count == 0
        || (Restrict(directives, "skip", false, ref when, checks) && Restrict(directives, "include", true, ref when, checks));

    /// <summary>The index of the condition that holds if any of the chains holds; -1 if one of them is empty.</summary>
    public int IndexOf(IReadOnlyCollection<ConditionChain?> chains)
    {
        if (chains.Any(c => c is null))
        {
            return -1;
        }

        var condition = new IncludeCondition([.. chains.Select(c => c!.ToList())]);
        var key = string.Join('|', condition.Occurrences.Select(o => string.Join('&', o.Select(v => (v.Expected ? "" : "!") + v.Variable))));
        if (!_index.TryGetValue(key, out var index))
        {
            _index.Add(key, index = _all.Count);
            _all.Add(condition);
        }

        return index;
    }

    private bool Restrict(
        IReadOnlyList<DirectiveNode> directives, string name, bool expected, ref ConditionChain? when, List<NullCheck> checks)
    {
        if (directives.FirstOrDefault(d => d.Name.Value == name) is not { } directive)
        {
            return true;
        }

        switch (directive.Arguments[0].Value)
        {
            case BooleanValueNode constant:
                return constant.Value == expected;
            case VariableNode variable:
                if (_nullable.Contains(variable.Name.Value))
                {
                    checks.Add(new NullCheck(IndexOf([when]), variable.Name.Value, variable.Start));
                }

                when = new ConditionChain(when, variable.Name.Value, expected);
                return true;
            default:
                return true;
        }
    }
}
