using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>Fields of objects and of the query root.</summary>
public sealed partial class SchemaBuilder
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The fields of a plain C# object: its public properties.</summary>
    private IEnumerable<FieldDefinition> PropertyFields(Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.IsDefined(typeof(GraphQLIgnoreAttribute)) || property.GetIndexParameters().Length > 0 || property.Name == "EqualityContract")
            {
                continue;
            }

            var id = IdOf(property);
            var get = new Lazy<Func<object, object?>>(() => Accessor(type, property));
            yield return new FieldDefinition(
                NameOf(property, NamingConventions.CamelCase(property.Name)),
                Output(property.PropertyType, Nullable(c => c.Create(property)), id))
            {
                Description = XmlDocumentation.Of(property),
                DeprecationReason = Deprecation(property),
                Id = id,
                AssumedSize = AssumedSize(property),
                Binding = new PureBinding((parent, _, _) => get.Value(parent)),
            };
        }
    }

    private static Func<object, object?> Accessor(Type type, PropertyInfo property)
    {
        var parent = Expression.Parameter(typeof(object));
        Expression value = Expression.Property(Expression.Convert(parent, type), property);
        value = property.PropertyType.IsEnum
            ? Expression.Call(typeof(BoxedEnum<>).MakeGenericType(property.PropertyType), nameof(BoxedEnum<>.Of), [], value)
            : Expression.Convert(value, typeof(object));
        return Expression.Lambda<Func<object, object?>>(value, parent).Compile();
    }

    /// <summary>Holds each value of an enum as an object, so that a field does not box it again.</summary>
    private static class BoxedEnum<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, object> Values = Enum.GetValues<T>().Distinct().ToDictionary(value => value, value => (object)value);

        public static object Of(T value) => Values.TryGetValue(value, out var boxed) ? boxed : value;
    }

    private IEnumerable<FieldDefinition> DeclaredFields(Type type, Type declaration)
    {
        foreach (var member in declaration.GetMembers(Declared).OrderBy(m => m.MetadataToken))
        {
            if (MemberType(member) is not { } memberType || member.IsDefined(typeof(GraphQLIgnoreAttribute)))
            {
                continue;
            }

            var name = NameOf(member, NamingConventions.Field(member.Name));
            if (typeof(LambdaExpression).IsAssignableFrom(memberType))
            {
                yield return ExpressionField(name, member, memberType);
            }
            else if (typeof(Computed).IsAssignableFrom(memberType))
            {
                var info = MemberNullability(member).GenericTypeArguments[1];
                yield return Field(name, member, Output(memberType.GetGenericArguments()[1], info, IdOf(member)), new ComputedBinding(PerView<Computed>(member)));
            }
            else if (typeof(Children).IsAssignableFrom(memberType))
            {
                yield return ChildrenField(name, (PropertyInfo)member);
            }
            else
            {
                yield return MethodField(name, (MethodInfo)member);
            }
        }
    }

    private FieldDefinition ExpressionField(string name, MemberInfo member, Type memberType)
    {
        var function = memberType.GetGenericArguments()[0];
        var result = function.GetGenericArguments()[1];
        var info = MemberNullability(member).GenericTypeArguments[0].GenericTypeArguments[1];
        var id = IdOf(member);
        var read = PerView<LambdaExpression>(member);
        var type = Output(result, info, id);
        return Field(name, member, type, IsRowType(result) ? new LinkBinding(read(""), result, member.IsDefined(typeof(VisibleWithParentAttribute))) : new ColumnBinding(read, null), id);
    }

    private FieldDefinition ChildrenField(string name, PropertyInfo property)
    {
        var relation = (Children)property.GetValue(null)!;
        var binding = new ChildrenBinding(relation, property.IsDefined(typeof(UsePagingAttribute)));
        if (!binding.Paged)
        {
            var list = new ListType(new NonNullType(OutputType(relation.ChildType)));
            return Field(name, property, MemberNullability(property).ReadState == NullabilityState.Nullable ? list : new NonNullType(list), binding);
        }

        return ConnectionField(name, property, relation.ChildType, binding);
    }

    private FieldDefinition MethodField(string name, MethodInfo method)
    {
        var resolver = new MethodResolver(method, this);
        if (ElementOf(method.ReturnType) is { } entity && typeof(IQueryable).IsAssignableFrom(method.ReturnType))
        {
            var shape = method.IsDefined(typeof(UsePagingAttribute)) ? RowsShape.Connection
                : method.IsDefined(typeof(UseSingleOrDefaultAttribute)) ? RowsShape.Single : RowsShape.List;
            var binding = new QueryBinding(entity, resolver.MakeQuery, shape, [.. resolver.Arguments.Select(a => a.Name)]);
            return shape switch
            {
                RowsShape.Connection => ConnectionField(name, method, entity, binding),
                RowsShape.Single => Field(name, method, OutputType(entity), binding, arguments: resolver.Arguments),
                _ => Field(name, method, new NonNullType(new ListType(new NonNullType(OutputType(entity)))), binding, arguments: resolver.Arguments),
            };
        }

        var nullability = Nullable(c => c.Create(method.ReturnParameter));
        var type = method.ReturnType;
        var waits = type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        if (waits)
        {
            type = type.GetGenericArguments()[0];
            nullability = nullability.GenericTypeArguments[0];
        }

        var id = IdOf(method);
        return Field(
            name,
            method,
            Output(type, nullability, id),
            waits ? new MethodBinding(resolver.InvokeAsync) : new PureBinding(resolver.Invoke),
            id,
            resolver.Arguments);
    }

    private static FieldDefinition Field(
        string name,
        MemberInfo member,
        GraphQLType type,
        FieldBinding binding,
        IdOf? id = null,
        IReadOnlyList<InputValueDefinition>? arguments = null) =>
        new(name, type)
        {
            Description = XmlDocumentation.Of(member),
            DeprecationReason = Deprecation(member),
            Arguments = arguments ?? [],
            Binding = binding,
            Id = id,
            AssumedSize = AssumedSize(member),
            Text = TextKeysOf(member),
        };

    private static TextKeys? TextKeysOf(MemberInfo member)
    {
        return member.GetCustomAttribute<TextKeyAttribute>() is { } text ? new TextKeys(Key(text.Filter), Key(text.Order), text.Normalize) : null;

        LambdaExpression Key(string name) => (LambdaExpression)member.DeclaringType!
            .GetProperty(name, BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)!.GetValue(null)!;
    }

    private static int? AssumedSize(MemberInfo member) => member.GetCustomAttribute<ListSizeAttribute>()?.AssumedSize;

    private IEnumerable<FieldDefinition> RootFields(Type declaration) => declaration.GetMethods(Declared)
        .Where(m => !m.IsSpecialName)
        .OrderBy(m => m.MetadataToken)
        .Select(m => MethodField(NameOf(m, NamingConventions.Field(m.Name)), m));

    private IEnumerable<FieldDefinition> NodeFields()
    {
        if (!_declarations.Values.Any(d => d.IsDefined(typeof(NodeAttribute))))
        {
            yield break;
        }

        yield return new FieldDefinition("node", _node)
        {
            Description = "The object with this id; null if there is none that the caller may see.",
            Arguments = [new InputValueDefinition("id", new NonNullType(BuiltInScalars.Id)) { Description = "The `id` of an object." }],
            Binding = new NodeBinding(Many: false),
        };
        yield return new FieldDefinition("nodes", new NonNullType(new ListType(_node)))
        {
            Description = "The objects with these ids, in the same order; null for each id without an object that the caller may see.",
            Arguments =
            [
                new InputValueDefinition("ids", new NonNullType(new ListType(new NonNullType(BuiltInScalars.Id))))
                {
                    Description = "The `id`s of objects.",
                },
            ],
            AssumedSize = Execution.Executor.MaxNodes,
            Binding = new NodeBinding(Many: true),
        };
    }

    /// <summary>Reads a member whose value can depend on the view: a property, or a method that takes the view's name.</summary>
    private static Func<string, T> PerView<T>(MemberInfo member)
    {
        if (member is PropertyInfo property)
        {
            var value = (T)property.GetValue(null)!;
            return _ => value;
        }

        var method = (MethodInfo)member;
        return view => (T)method.Invoke(null, [view])!;
    }

    private static NullabilityInfo MemberNullability(MemberInfo member) => member is PropertyInfo property
        ? Nullable(c => c.Create(property))
        : Nullable(c => c.Create(((MethodInfo)member).ReturnParameter));
}
