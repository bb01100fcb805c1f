namespace Integration.Graph.Engine.Types;

/// <summary>The static class's methods are fields of <c>Query</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>The static class's methods are fields of <c>Mutation</c>, each with one input, a payload and typed errors.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>
/// The static class's methods are fields of <c>Subscription</c>. Each gives its source event stream, an
/// <see cref="IAsyncEnumerable{T}"/>: of <see cref="Ref{T}"/> if the answer to each event is a row, which is then read with
/// the rights that the caller has at that moment and left out if there is none for them; otherwise of the answer itself.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>
/// The static class's members are the fields of the object type whose C# type is <typeparamref name="T"/>.
/// Only what stands there is a field: nothing of <typeparamref name="T"/> is exposed by itself.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T> : Attribute;

/// <summary>Another name in the schema than the one derived from C#.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name in the schema.</summary>
    public string Name { get; } = name;
}

/// <summary>A description where no documentation comment can stand.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>For people, in Markdown.</summary>
    public string Description { get; } = description;
}

/// <summary>The public property is no field.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The value is an <c>ID</c>: opaque outside, the number of a <typeparamref name="T"/> inside.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field)]
public sealed class IDAttribute<T> : Attribute;

/// <summary>The parameter takes the object whose field is resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>
/// The mutation may answer with this error: an exception, whose name without <c>Exception</c> and with <c>Error</c>
/// is the error's type and whose own public properties, <c>message</c> and <c>code</c> are its fields.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ErrorAttribute<T> : Attribute
    where T : MutationException;

/// <summary>The name of the payload's field that holds the result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PayloadFieldAttribute(string name) : Attribute
{
    /// <summary>The name in the schema.</summary>
    public string Name { get; } = name;
}

/// <summary>An error that a mutation answers with, in its payload.</summary>
/// <param name="message">For people; holds nothing personal.</param>
/// <param name="code">For programs, in capitals.</param>
public abstract class MutationException(string message, string code) : Exception(message)
{
    /// <summary>For programs, in capitals.</summary>
    public string Code { get; } = code;
}

/// <summary>Several errors that a mutation answers with at once.</summary>
public sealed class AggregateMutationException(IReadOnlyList<MutationException> errors) : Exception
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<MutationException> Errors { get; } = errors;
}

/// <summary>An input field that may have been left out, which is something else than null.</summary>
/// <typeparam name="T">The field's C# type.</typeparam>
public readonly record struct Optional<T>(T Value, bool HasValue = true)
{
    /// <summary>The value if one was given, null included; otherwise <paramref name="fallback"/>.</summary>
    public T Or(T fallback) => HasValue ? Value : fallback;
}

/// <summary>
/// The number of a <typeparamref name="T"/> that a mutation answers with or that an event is about. What is selected of it
/// is read afterwards, with the rights that the caller has then: it may be null.
/// </summary>
/// <param name="Id">The number in the database.</param>
public readonly record struct Ref<T>(long Id);

/// <summary>
/// What a mutation answers with that is no row: read when the answer is made, and again when the answer has to be made again
/// (see <see cref="Http.GraphQLOptions.BeforeAnswer"/>), while the mutation itself is done once. So it is current, and
/// whatever notes what an answer carries notes it each time.
/// </summary>
/// <typeparam name="T">A type that a field may have.</typeparam>
/// <param name="read">Reads it with the rights that the caller has then; null if it may not be seen. May be called several times at once.</param>
public sealed class Reading<T>(Func<Task<T?>> read) : IReading
    where T : class
{
    async ValueTask<object?> IReading.ReadAsync() => await read();
}

/// <summary>A <see cref="Reading{T}"/> of whatever type.</summary>
internal interface IReading
{
    ValueTask<object?> ReadAsync();
}

/// <summary>The query's rows are answered page by page, as a connection.</summary>
/// <remarks>Source: GraphQL Cursor Connections Specification.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UsePagingAttribute : Attribute;

/// <summary>How many objects the list is taken to hold when the cost of an operation is computed; 10 without it.</summary>
/// <remarks>Source: IBM's GraphQL Cost Directives specification.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute(int assumedSize) : Attribute
{
    /// <summary>Objects.</summary>
    public int AssumedSize { get; } = assumedSize;
}

/// <summary>The connection takes <c>where</c>, over the members marked <see cref="FilterableAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseFilteringAttribute : Attribute;

/// <summary>The connection takes <c>order</c>, over the members marked <see cref="SortableAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseSortingAttribute : Attribute
{
    /// <summary>The order of who asks for none, as a GraphQL literal such as <c>[{ at: DESC }]</c>; null for the order of ids.</summary>
    public string? Default { get; init; }
}

/// <summary>The query gives one row or none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseSingleOrDefaultAttribute : Attribute;

/// <summary>The member can be filtered by.</summary>
/// <param name="path">
/// For a member made of one column that stands for an object: the object's field that the column is, such as <c>code</c>.
/// </param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class FilterableAttribute(string? path = null) : Attribute
{
    /// <summary>Null for a scalar or enum.</summary>
    public string? Path { get; } = path;
}

/// <summary>
/// The member is text for people, and stored beside it is its <see cref="Planning.Rows.TextKey"/>: filters, searches and orders
/// compare that instead of the value, under the member's own guard.
/// </summary>
/// <param name="filter">Name of a static property beside the member, an expression over the entity: the key that filters compare.</param>
/// <param name="order">The same of the key that orders compare, if it is another one.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextKeyAttribute(string filter, string? order = null) : Attribute
{
    /// <summary>The key that filters compare.</summary>
    public string Filter { get; } = filter;

    /// <summary>The key that orders compare.</summary>
    public string Order { get; } = order ?? filter;
}

/// <summary>Connections can be ordered by the member.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class SortableAttribute : Attribute;

/// <summary>Objects of this type have an id under which <c>node</c> finds them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute : Attribute;

/// <summary>
/// What tells the type's rows apart in connections, where the number of a row would say something that not every caller may
/// know: connections end their order with it, and cursors hold it. Without this it is the row's number.
/// </summary>
/// <param name="keys">
/// Name of a static method beside the fields that takes a view's name and gives one or more expressions over the entity.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RowKeyAttribute(string keys) : Attribute
{
    /// <summary>The method's name.</summary>
    public string Keys { get; } = keys;
}

/// <summary>A default that C# cannot write as a parameter's default, as a GraphQL literal such as <c>[]</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DefaultValueSyntaxAttribute(string syntax) : Attribute
{
    /// <summary>The literal.</summary>
    public string Syntax { get; } = syntax;
}

/// <summary>
/// A link to an entity that belongs to the parent: who sees the parent's row sees it too, without asking its own row
/// rule again, which would go back to the parent.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VisibleWithParentAttribute : Attribute;
