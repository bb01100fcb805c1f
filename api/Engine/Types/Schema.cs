namespace Integration.Graph.Engine.Types;

/// <summary>The complete type system of a service. Each role sees a <see cref="SchemaView"/> of it.</summary>
/// <remarks>Specification: 3.3 Schema.</remarks>
public sealed class Schema
{
    private readonly Dictionary<string, NamedType> _types;
    private readonly Dictionary<string, DirectiveDefinition> _directives;
    private readonly Dictionary<NamedType, IReadOnlyList<ObjectType>> _possibleTypes = [];

    /// <summary>Creates a schema from types that already refer to each other.</summary>
    /// <param name="types">All named types, including the built-in scalars and introspection's types.</param>
    /// <param name="directives">All directives, including the built-in ones.</param>
    /// <param name="query">Root type of queries.</param>
    /// <param name="mutation">Root type of mutations; null if there is none.</param>
    /// <param name="subscription">Root type of subscriptions; null if there is none.</param>
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

    /// <summary>Description for people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Root type of queries.</summary>
    public ObjectType Query { get; }

    /// <summary>Root type of mutations; null if there is none.</summary>
    public ObjectType? Mutation { get; }

    /// <summary>Root type of subscriptions; null if there is none.</summary>
    public ObjectType? Subscription { get; }

    /// <summary>All named types, in definition order.</summary>
    public IReadOnlyCollection<NamedType> Types => _types.Values;

    /// <summary>All directives, in definition order.</summary>
    public IReadOnlyCollection<DirectiveDefinition> Directives => _directives.Values;

    /// <summary>The type with this name; null if there is none.</summary>
    public NamedType? Type(string name) => _types.GetValueOrDefault(name);

    /// <summary>The directive with this name; null if there is none.</summary>
    public DirectiveDefinition? Directive(string name) => _directives.GetValueOrDefault(name);

    /// <summary>The object types that a composite type can resolve to. GetPossibleTypes() of the specification.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType composite) => _possibleTypes.GetValueOrDefault(composite) ?? [];
}
