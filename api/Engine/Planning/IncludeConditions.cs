using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Planning;

/// <summary>What <c>@skip</c> and <c>@include</c> with variables ask for, from the outermost selection to one.</summary>
internal sealed record ConditionChain(ConditionChain? Outer, string Variable, bool Expected)
{
    public List<(string Variable, bool Expected)> ToList()
    {
        var result = Outer?.ToList() ?? [];
        result.Add((Variable, Expected));
        return result;
    }
}

/// <summary>When a field is included: if any of its occurrences is, and an occurrence is if all its variables are as said.</summary>
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
/// A condition on a variable that may be null in spite of its default: where it is null, the fields of the selection set
/// cannot be collected.
/// </summary>
/// <param name="When">Index of the condition under which it is asked; -1 for always.</param>
/// <param name="Variable">The variable's name.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record NullCheck(int When, string Variable, int Position);

/// <summary>The conditions of an operation; fields refer to them by index.</summary>
internal sealed class IncludeConditions(OperationDefinitionNode operation)
{
    private readonly List<IncludeCondition> _all = [];
    private readonly Dictionary<string, int> _index = [];
    private readonly HashSet<string> _nullable =
        [.. operation.VariableDefinitions.Where(v => v.Type is not NonNullTypeNode).Select(v => v.Variable.Name.Value)];

    public IReadOnlyList<IncludeCondition> All => _all;

    /// <summary>Adds what the directives of a selection ask for; false if it can never be included.</summary>
    /// <param name="directives">The selection's.</param>
    /// <param name="when">What its surroundings ask for.</param>
    /// <param name="checks">Filled with variables that may be null.</param>
    public bool Restrict(IReadOnlyList<DirectiveNode> directives, ref ConditionChain? when, List<NullCheck> checks) =>
        directives.Count == 0
        || (Restrict(directives, "skip", false, ref when, checks) && Restrict(directives, "include", true, ref when, checks));

    /// <summary>The index of the condition that any of the chains holds; -1 if one of them is empty.</summary>
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
