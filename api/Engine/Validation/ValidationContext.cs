using System.Runtime.CompilerServices;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>A use of a variable.</summary>
/// <param name="Node">The variable node.</param>
/// <param name="Type">The type expected at this position; null if it is unknown.</param>
/// <param name="ParentType">The type expected of the enclosing value; null if there is none.</param>
/// <param name="HasDefault">Whether the argument or input field has a default.</param>
internal readonly record struct VariableUsage(VariableNode Node, GraphQLType? Type, GraphQLType? ParentType, bool HasDefault);

/// <summary>State shared by the rules of one validation: schema, document, and position of the walk.</summary>
internal sealed class ValidationContext(Schema schema, DocumentNode document, ValidationOptions options)
{
    /// <summary>Maximum number of locations per error. Each location costs a scan of the text, and readers need no more.</summary>
    private const int MostLocations = 100;

    private readonly MetaFields _metaFields = MetaFields.Of(schema);
    private readonly List<ValidationError> _errors = [];
    private readonly Dictionary<DefinitionNode, List<VariableUsage>> _usages = [];
    private readonly Dictionary<OperationDefinitionNode, List<FragmentDefinitionNode>> _reachable = [];
    private readonly Dictionary<OperationDefinitionNode, List<VariableUsage>> _usagesInReach = [];
    private readonly Dictionary<SelectionSetNode, List<FragmentSpreadNode>> _spreads = [];
    private Dictionary<string, FragmentDefinitionNode>? _fragments;
    private int _work;

    public Schema Schema { get; } = schema;

    public DocumentNode Document { get; } = document;

    public ValidationOptions Options { get; } = options;

    public List<ValidationError> Errors => _errors;

    /// <summary>The composite type of the current selection set; null if it is unknown.</summary>
    public NamedType? ParentType { get; set; }

    /// <summary>The definition of the innermost field; null if it is unknown or there is none.</summary>
    public FieldDefinition? Field { get; set; }

    /// <summary>The field or meta field of a type; null if there is none.</summary>
    public FieldDefinition? FindField(NamedType? parent, string name) =>
        parent is null ? null : _metaFields.Find(Schema, parent, name);

    /// <summary>The fragment with this name; null if there is none, the last one if there are several.</summary>
    public FragmentDefinitionNode? Fragment(string name)
    {
        if (_fragments is null)
        {
            _fragments = [];
            foreach (var definition in Document.Definitions)
            {
                if (definition is FragmentDefinitionNode fragment)
                {
                    _fragments[fragment.Name.Value] = fragment;
                }
            }
        }

        return _fragments.GetValueOrDefault(name);
    }

    /// <summary>The spreads in a selection set at any depth. Spreads are not followed.</summary>
    public List<FragmentSpreadNode> FragmentSpreads(SelectionSetNode selectionSet)
    {
        if (_spreads.TryGetValue(selectionSet, out var spreads))
        {
            return spreads;
        }

        spreads = [];
        var pending = new Stack<SelectionSetNode>();
        pending.Push(selectionSet);
        while (pending.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                {
                    spreads.Add(spread);
                }
                else if ((selection as FieldNode)?.SelectionSet is { } inField)
                {
                    pending.Push(inField);
                }
                else if (selection is InlineFragmentNode inline)
                {
                    pending.Push(inline.SelectionSet);
                }
            }
        }

        return _spreads[selectionSet] = spreads;
    }

    /// <summary>The fragments that an operation reaches, each once.</summary>
    public List<FragmentDefinitionNode> ReachableFragments(OperationDefinitionNode operation)
    {
        if (_reachable.TryGetValue(operation, out var reached))
        {
            return reached;
        }

        _reachable[operation] = reached = [];
        var seen = new HashSet<string>();
        AddSpreads(operation.SelectionSet);
        for (var i = 0; i < reached.Count; i++)
        {
            AddSpreads(reached[i].SelectionSet);
        }

        return reached;

        void AddSpreads(SelectionSetNode selectionSet)
        {
            foreach (var spread in FragmentSpreads(selectionSet))
            {
                Spend(1);
                if (seen.Add(spread.Name.Value) && Fragment(spread.Name.Value) is { } fragment)
                {
                    reached.Add(fragment);
                }
            }
        }
    }

    /// <summary>Records a use of a variable, for the rules that need all uses.</summary>
    public void AddVariableUsage(DefinitionNode definition, VariableUsage usage)
    {
        if (!_usages.TryGetValue(definition, out var usages))
        {
            _usages[definition] = usages = [];
        }

        usages.Add(usage);
    }

    /// <summary>The uses of variables in an operation and in the fragments that it reaches.</summary>
    public List<VariableUsage> VariableUsages(OperationDefinitionNode operation)
    {
        if (_usages.Count == 0)
        {
            return [];
        }

        if (_usagesInReach.TryGetValue(operation, out var all))
        {
            return all;
        }

        _usagesInReach[operation] = all = [.. _usages.GetValueOrDefault(operation) ?? []];
        foreach (var fragment in ReachableFragments(operation))
        {
            if (_usages.TryGetValue(fragment, out var usages))
            {
                Spend(usages.Count);
                all.AddRange(usages);
            }
        }

        return all;
    }

    /// <summary>Counts steps of work, and aborts the validation above the limit.</summary>
    public void Spend(int steps)
    {
        _work += steps;
        if (_work > Options.MaxWork)
        {
            _errors.Add(Error(
                "MaxWork",
                $"Validation takes more than {Options.MaxWork} steps (MaxWork); use fewer fragments or repeated fields. Validation aborted.",
                [],
                null));
            throw new ValidationAbortedException();
        }
    }

    /// <summary>
    /// Counts one step and checks the stack. Called by rules that follow spreads, which can nest deeper than the parser allows.
    /// </summary>
    public void Descend()
    {
        Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _errors.Add(Error("MaxNesting", "Fragments are nested too deeply (MaxNesting). Validation aborted.", [], null));
            throw new ValidationAbortedException();
        }
    }

    /// <summary>Adds an error, and aborts the validation if there are too many.</summary>
    public void Report(string rule, string message, ReadOnlySpan<SyntaxNode> nodes, string? coordinate = null)
    {
        if (_errors.Count >= Options.MaxErrors)
        {
            _errors.Add(Error(
                "MaxErrors", $"More than {Options.MaxErrors} validation errors (MaxErrors). Validation aborted.", [], null));
            throw new ValidationAbortedException();
        }

        _errors.Add(Error(rule, message, nodes, coordinate));
    }

    /// <summary>Whether a suggestion may name a type or a member of it.</summary>
    public bool IsVisible(string type, string? member = null) => Options.IsVisible?.Invoke(type, member) ?? true;

    private ValidationError Error(string rule, string message, ReadOnlySpan<SyntaxNode> nodes, string? coordinate)
    {
        var locations = new SourceLocation[Math.Min(nodes.Length, MostLocations)];
        for (var i = 0; i < locations.Length; i++)
        {
            locations[i] = Document.Location(nodes[i].Start);
        }

        return new ValidationError { Rule = rule, Message = message, Locations = locations, Coordinate = coordinate };
    }
}

/// <summary>Aborts a validation. The errors contain the reason; <see cref="Validator"/> catches it.</summary>
internal sealed class ValidationAbortedException : Exception;
