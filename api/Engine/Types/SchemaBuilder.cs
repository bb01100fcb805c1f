using System.Reflection;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>Builds the schema from annotated C# types.</summary>
/// <remarks>
/// It starts from static classes with <see cref="QueryTypeAttribute"/>, <see cref="MutationTypeAttribute"/>,
/// <see cref="SubscriptionTypeAttribute"/> and <see cref="ObjectTypeAttribute{T}"/>, and adds every type that their members
/// return or take.
/// </remarks>
public sealed partial class SchemaBuilder
{
    private readonly IAccessPolicy _policy;
    private readonly PagingLimits _paging;
    private readonly Dictionary<Type, NamedType> _outputs = [];
    private readonly Dictionary<Type, NamedType> _inputs = [];
    private readonly Dictionary<string, NamedType> _byName = [];
    private readonly Dictionary<Type, Type> _declarations = [];
    private readonly List<Action> _later = [];
    private readonly InterfaceType _node = new("Node") { Description = "An object with an id that `node` can look up.", IsGenerated = true };
    private readonly InterfaceType _error = new("Error") { Description = "An error that a mutation returns in its payload.", IsGenerated = true };

    private SchemaBuilder(IAccessPolicy policy, PagingLimits paging)
    {
        _policy = policy;
        _paging = paging;
        foreach (var scalar in (ScalarType[])[.. BuiltInScalars.All, new DateType(), new DateTimeType()])
        {
            _byName.Add(scalar.Name, scalar);
            if (scalar.RuntimeType is { } type && scalar.Name != "ID")
            {
                _outputs[type] = scalar;
                _inputs[type] = scalar;
            }
        }

        _outputs[typeof(DateTimeOffset)] = _byName["DateTime"];
        _node.SetFields([new FieldDefinition("id", new NonNullType(BuiltInScalars.Id)) { Description = "An opaque and stable id." }]);
        _error.SetFields(
        [
            new FieldDefinition("message", new NonNullType(BuiltInScalars.String)) { Description = "A message for people." },
            new FieldDefinition("code", new NonNullType(BuiltInScalars.String)) { Description = "A code for programs." },
        ]);
        _byName.Add(_node.Name, _node);
    }

    /// <summary>Builds the full schema from the annotated types among the given types.</summary>
    /// <exception cref="SchemaException">The schema is not valid. The exception lists all problems.</exception>
    public static Schema Build(IAccessPolicy policy, params IReadOnlyList<Type> types) => Build(policy, PagingLimits.Usual, types);

    /// <summary>Builds the full schema with other page sizes.</summary>
    /// <exception cref="SchemaException">The schema is not valid. The exception lists all problems.</exception>
    internal static Schema Build(IAccessPolicy policy, PagingLimits paging, IReadOnlyList<Type> types) => new SchemaBuilder(policy, paging).Build(types);

    private Schema Build(IReadOnlyList<Type> types)
    {
        // The compiler decides the order of an assembly's types; the printed schema must not depend on it.
        types = [.. types.OrderBy(t => t.FullName, StringComparer.Ordinal)];
        var queries = types.Where(t => t.IsDefined(typeof(QueryTypeAttribute))).ToList();
        var mutations = types.Where(t => t.IsDefined(typeof(MutationTypeAttribute))).ToList();
        var subscriptions = types.Where(t => t.IsDefined(typeof(SubscriptionTypeAttribute))).ToList();
        foreach (var type in types)
        {
            if (ObjectTypeOf(type) is { } runtime)
            {
                _declarations.Add(runtime, type);
            }
        }

        var query = new ObjectType("Query") { Description = "Fields that read data." };
        _byName.Add(query.Name, query);
        var mutation = mutations.Count == 0 ? null : new ObjectType("Mutation") { Description = "Fields that change data." };
        if (mutation is not null)
        {
            _byName.Add(mutation.Name, mutation);
            _byName.Add(_error.Name, _error);
        }

        var subscription = subscriptions.Count == 0 ? null : new ObjectType("Subscription") { Description = "Streams of events." };
        if (subscription is not null)
        {
            _byName.Add(subscription.Name, subscription);
        }

        query.SetFields([.. queries.SelectMany(RootFields), .. NodeFields()]);
        mutation?.SetFields([.. mutations.SelectMany(MutationFields)]);
        subscription?.SetFields([.. subscriptions.SelectMany(SubscriptionFields)]);
        for (var i = 0; i < _later.Count; i++)
        {
            _later[i]();
        }

        ApplyDirectives();
        foreach (var type in Introspection.CreateTypes())
        {
            _byName.TryAdd(type.Name, type);
        }

        IntrospectionBindings.Attach(_byName);
        var schema = new Schema(_byName.Values, [.. BuiltInDirectives.All, .. PolicyDirectives(), .. FieldCost.Directives], query, mutation, subscription);
        IReadOnlyList<string> problems = [.. SchemaValidator.Validate(schema), .. _policy.Problems(schema)];
        return problems.Count == 0 ? schema : throw new SchemaException(problems);
    }

    private void ApplyDirectives()
    {
        foreach (var type in _byName.Values.OfType<FieldsType>())
        {
            foreach (var field in type.Fields)
            {
                field.Cost = FieldCost.Of(field);
                field.AppliedDirectives = [.. _policy.Directives(type.Name, field.Name), .. field.Cost.Applied(field)];
            }
        }
    }

    private IEnumerable<DirectiveDefinition> PolicyDirectives()
    {
        yield return new DirectiveDefinition(IfPermitted)
        {
            Description = "Omits the selection, as `@skip` does, if the caller's schema does not contain it.",
            Locations = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        };
        foreach (var directive in _policy.DirectiveDefinitions(name => _byName.GetValueOrDefault(name)))
        {
            yield return directive;
        }
    }

    /// <summary>Name of the directive that omits selections outside the caller's schema.</summary>
    public const string IfPermitted = "ifPermitted";

    private static Type? ObjectTypeOf(Type declaration) => declaration.GetCustomAttributes()
        .Select(a => a.GetType())
        .FirstOrDefault(a => a.IsGenericType && a.GetGenericTypeDefinition() == typeof(ObjectTypeAttribute<>))
        ?.GetGenericArguments()[0];

    private void Register(NamedType type)
    {
        if (!_byName.TryAdd(type.Name, type))
        {
            throw new SchemaException([$"Two types are called {type.Name}: {_byName[type.Name].RuntimeType} and {type.RuntimeType}."]);
        }
    }

    private static string NameOf(MemberInfo member, string derived) =>
        member.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? derived;

    private static IdOf? IdOf(ICustomAttributeProvider member)
    {
        var attribute = member.GetCustomAttributes(inherit: false)
            .FirstOrDefault(a => a.GetType().IsGenericType && a.GetType().GetGenericTypeDefinition() == typeof(IDAttribute<>));
        return attribute is null ? null : new IdOf(attribute.GetType().GetGenericArguments()[0].Name);
    }

    /// <exception cref="SchemaException">The member is marked obsolete without a message.</exception>
    private static string? Deprecation(MemberInfo member) =>
        member.GetCustomAttribute<ObsoleteAttribute>() is not { } obsolete ? null
        : !string.IsNullOrWhiteSpace(obsolete.Message) ? obsolete.Message
        : throw new SchemaException([$"{member.DeclaringType!.Name}.{member.Name} is obsolete without a message. Say in the message what to use instead."]);
}

/// <summary>The schema is not valid because of an error in the annotated types, or the access policy does not fit it.</summary>
/// <param name="problems">All problems.</param>
public sealed class SchemaException(IReadOnlyList<string> problems)
    : Exception("The GraphQL schema is not valid:" + string.Concat(problems.Select(p => "\n- " + p)))
{
    /// <summary>The problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
