namespace Integration.Graph.Engine.Types;

/// <summary>The whole type system of a service: the full schema, of which each role sees a <see cref="SchemaView"/>.</summary>
/// <remarks>Specification: 3.3 Schema.</remarks>
public sealed class Schema
{
    private readonly Dictionary<string, NamedType> _types;
    private readonly Dictionary<string, DirectiveDefinition> _directives;
    private readonly Dictionary<NamedType, IReadOnlyList<ObjectType>> _possibleTypes = [];

    /// <summary>Makes a schema of types that refer to each other already.</summary>
    /// <param name="types">All named types, the built-in scalars and introspection's types included.</param>
    /// <param name="directives">All directives, the built-in ones included.</param>
    /// <param name="query">Root of queries.</param>
    /// <param name="mutation">Root of mutations, or null.</param>
    /// <param name="subscription">Root of subscriptions, or null.</param>
    public Schema(
        IEnumerable<NamedType> types,
        IEnumerable<DirectiveDefinition> directives,
        ObjectType query,
        ObjectType? mutation = null,
        ObjectType? subscription = null)
    {
        _types = types.ToDictionary(t => t.Name);
        _directives = directives.ToDictionary(d => d.Name);
        Query = query;
        Mutation = mutation;
        Subscription = subscription;
        foreach (var type in _types.Values)
        {
            if (type is InterfaceType contract)
            {
                contract.PossibleTypes = [.. _types.Values.OfType<ObjectType>().Where(o => o.Interfaces.Contains(contract))];
                _possibleTypes[type] = contract.PossibleTypes;
            }
            else if (type is UnionType union)
            {
                _possibleTypes[type] = union.Types;
            }
            else if (type is ObjectType self)
            {
                _possibleTypes[type] = [self];
            }
        }
    }

    /// <summary>For people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Root of queries.</summary>
    public ObjectType Query { get; }

    /// <summary>Root of mutations, or null.</summary>
    public ObjectType? Mutation { get; }

    /// <summary>Root of subscriptions, or null.</summary>
    public ObjectType? Subscription { get; }

    /// <summary>All named types, in the order of definition.</summary>
    public IReadOnlyCollection<NamedType> Types => _types.Values;

    /// <summary>All directives, in the order of definition.</summary>
    public IReadOnlyCollection<DirectiveDefinition> Directives => _directives.Values;

    /// <summary>The type with this name, or null.</summary>
    public NamedType? Type(string name) => _types.GetValueOrDefault(name);

    /// <summary>The directive with this name, or null.</summary>
    public DirectiveDefinition? Directive(string name) => _directives.GetValueOrDefault(name);

    /// <summary>GetPossibleTypes() of the specification: the objects that a composite type can turn out to be.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType composite) => _possibleTypes.GetValueOrDefault(composite) ?? [];
}
