using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Integration.Graph.Engine.Types;

/// <summary>Subscriptions: their source event streams, and how each event becomes a response.</summary>
public sealed partial class SchemaBuilder
{
    private IEnumerable<FieldDefinition> SubscriptionFields(Type declaration) => declaration.GetMethods(Declared)
        .Where(m => !m.IsSpecialName)
        .OrderBy(m => m.MetadataToken)
        .Select(SubscriptionField);

    private FieldDefinition SubscriptionField(MethodInfo method)
    {
        if (!method.ReturnType.IsGenericType || method.ReturnType.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>))
        {
            throw new SchemaException([$"{method.DeclaringType}.{method.Name} is a subscription and must return an IAsyncEnumerable<T>."]);
        }

        var resolver = new MethodResolver(method, this);
        var occurrence = method.ReturnType.GetGenericArguments()[0];
        var box = typeof(SchemaBuilder).GetMethod(nameof(BoxedOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(occurrence).CreateDelegate<Func<object, IAsyncEnumerable<object?>>>();
        var (type, binding) = Answer(method, occurrence);
        return new FieldDefinition(NameOf(method, NamingConventions.Field(method.Name)), type)
        {
            Description = XmlDocumentation.Of(method),
            DeprecationReason = Deprecation(method),
            Arguments = resolver.Arguments,
            Binding = binding,
            Events = (arguments, context) => box(resolver.Invoke(null!, arguments, context)!),
        };
    }

    /// <summary>Type and binding of a subscription field. An event is a reference to a row, or the value itself.</summary>
    private (GraphQLType Type, FieldBinding Binding) Answer(MethodInfo method, Type occurrence)
    {
        if (occurrence.IsGenericType && occurrence.GetGenericTypeDefinition() == typeof(Ref<>))
        {
            var entity = occurrence.GetGenericArguments()[0];
            var boxed = Expression.Parameter(typeof(object));
            var id = Expression.Lambda<Func<object, long?>>(
                Expression.Convert(Expression.Property(Expression.Convert(boxed, occurrence), nameof(Ref<>.Id)), typeof(long?)), boxed).Compile();
            return (new NonNullType(OutputType(entity)), new RefBinding(entity, id));
        }

        var nullability = Nullable(c => c.Create(method.ReturnParameter)).GenericTypeArguments[0];
        return (Output(occurrence, nullability, null), new PureBinding((initial, _, _) => initial));
    }

    private static IAsyncEnumerable<object?> BoxedOf<T>(object events) => Boxed((IAsyncEnumerable<T>)events);

    private static async IAsyncEnumerable<object?> Boxed<T>(IAsyncEnumerable<T> events, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var one in events.WithCancellation(cancellation))
        {
            yield return one;
        }
    }
}
