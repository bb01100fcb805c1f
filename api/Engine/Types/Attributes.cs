namespace Integration.Graph.Engine.Types;

/// <summary>Marks a static class whose methods are fields of <c>Query</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>
/// Marks a static class whose methods are fields of <c>Mutation</c>. Each has one input, a payload and typed errors.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>Marks a static class whose methods are fields of <c>Subscription</c>.</summary>
/// <remarks>
/// Each method returns its source event stream, an <see cref="IAsyncEnumerable{T}"/>. Elements of type
/// <see cref="Ref{T}"/> name a row. The row is read with the rights that the caller has at that moment; an event
/// without a visible row is skipped. Elements of any other type are the value of the field.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>
/// Marks a static class whose members are the fields of the object type with the C# type <typeparamref name="T"/>.
/// Members of <typeparamref name="T"/> itself are not exposed.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T> : Attribute;

/// <summary>Sets the name in the schema, instead of the name derived from C#.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name in the schema.</summary>
    public string Name { get; } = name;
}

/// <summary>Sets the description where no documentation comment is possible.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>The description, in Markdown.</summary>
    public string Description { get; } = description;
}

/// <summary>Excludes a public property or method from the schema.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>Marks a number as an <c>ID</c>: opaque for clients, the database id of a <typeparamref name="T"/> in C#.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field)]
public sealed class IDAttribute<T> : Attribute;

/// <summary>Marks the parameter that receives the object whose field is resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>Declares an error that the mutation can return, as an exception type.</summary>
/// <remarks>
/// The error type's name is the exception's name with <c>Error</c> in place of <c>Exception</c>. Its fields are
/// <c>message</c>, <c>code</c> and the public properties that the exception itself declares.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ErrorAttribute<T> : Attribute
    where T : MutationException;

/// <summary>Sets the name of the payload field that holds the result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PayloadFieldAttribute(string name) : Attribute
{
    /// <summary>The name in the schema.</summary>
    public string Name { get; } = name;
}

/// <summary>An error that a mutation returns in its payload.</summary>
/// <param name="message">Message for people. Must not contain personal values.</param>
/// <param name="code">Code for programs, in capitals.</param>
public abstract class MutationException(string message, string code) : Exception(message)
{
    /// <summary>Code for programs, in capitals.</summary>
    public string Code { get; } = code;
}

/// <summary>Several errors that a mutation returns together in its payload.</summary>
public sealed class AggregateMutationException(IReadOnlyList<MutationException> errors) : Exception
{
    /// <summary>The errors; at least one.</summary>
    public IReadOnlyList<MutationException> Errors { get; } = errors;
}

/// <summary>An input field that can be absent. An absent field is different from null.</summary>
/// <typeparam name="T">The field's C# type.</typeparam>
public readonly record struct Optional<T>(T Value, bool HasValue = true)
{
    /// <summary>The value if the field is present, even if it is null; otherwise <paramref name="fallback"/>.</summary>
    public T Or(T fallback) => HasValue ? Value : fallback;
}

/// <summary>A reference to a row of <typeparamref name="T"/>: the result of a mutation or the subject of an event.</summary>
/// <remarks>
/// The selected fields are read afterwards, with the rights that the caller has then. The value is null if the caller
/// may not see the row.
/// </remarks>
/// <param name="Id">The database id.</param>
public readonly record struct Ref<T>(long Id);

/// <summary>A mutation result that is not a row and is read while the response is prepared.</summary>
/// <remarks>
/// It is read again if the response has to be prepared again (see <c>GraphQLOptions.BeforeAnswer</c>); the
/// mutation itself runs once. So the value is current, and its disclosures are tracked each time.
/// </remarks>
/// <typeparam name="T">A type that a field can have.</typeparam>
/// <param name="read">
/// Reads the value with the caller's current rights; null if the caller may not see it. Can be called concurrently.
/// </param>
public sealed class Reading<T>(Func<Task<T?>> read) : IReading
    where T : class
{
    async ValueTask<object?> IReading.ReadAsync() => await read();
}

/// <summary>A <see cref="Reading{T}"/> of any type.</summary>
internal interface IReading
{
    ValueTask<object?> ReadAsync();
}

/// <summary>Exposes the query's rows as a connection, page by page.</summary>
/// <remarks>Source: GraphQL Cursor Connections Specification.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UsePagingAttribute : Attribute;

/// <summary>Sets the number of objects that the cost calculation assumes for the list; the default is 10.</summary>
/// <remarks>Source: IBM's GraphQL Cost Directives specification.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute(int assumedSize) : Attribute
{
    /// <summary>Assumed number of objects.</summary>
    public int AssumedSize { get; } = assumedSize;
}

/// <summary>Adds a <c>where</c> argument over the members marked <see cref="FilterableAttribute"/> to the connection.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseFilteringAttribute : Attribute;

/// <summary>Adds an <c>order</c> argument over the members marked <see cref="SortableAttribute"/> to the connection.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseSortingAttribute : Attribute
{
    /// <summary>Default order as a GraphQL literal, for example <c>[{ at: DESC }]</c>; null for the order of ids.</summary>
    public string? Default { get; init; }
}

/// <summary>Marks a query that returns one row or none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseSingleOrDefaultAttribute : Attribute;

/// <summary>Allows filtering by the member.</summary>
/// <param name="path">
/// For an object that is stored in one column: the object's field that the column holds, for example <c>code</c>.
/// </param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class FilterableAttribute(string? path = null) : Attribute
{
    /// <summary>The object's field that the column holds; null for a scalar or enum.</summary>
    public string? Path { get; } = path;
}

/// <summary>
/// Marks a text with a stored normalised form. Filters, searches and orders compare that form instead of the value, under the
/// member's own guard.
/// </summary>
/// <param name="filter">
/// Name of a static property in the same class: an expression over the entity for the form that filters compare.
/// </param>
/// <param name="order">Name of the property for the form that orders compare.</param>
[AttributeUsage(AttributeTargets.Property)]
public abstract class TextKeyAttribute(string filter, string order) : Attribute
{
    /// <summary>Name of the property for the form that filters compare.</summary>
    public string Filter { get; } = filter;

    /// <summary>Name of the property for the form that orders compare.</summary>
    public string Order { get; } = order;

    /// <summary>Returns the form that filters compare, for a text of the request.</summary>
    public abstract string Normalize(string text);
}

/// <inheritdoc />
/// <typeparam name="TNormalizer">Normalises the texts of requests by the same rules as the stored form.</typeparam>
public sealed class TextKeyAttribute<TNormalizer>(string filter, string order) : TextKeyAttribute(filter, order)
    where TNormalizer : ITextNormalizer
{
    /// <inheritdoc />
    public override string Normalize(string text) => TNormalizer.Normalize(text);
}

/// <summary>
/// Brings a text into the form by which databases compare it byte by byte. In this form each word begins with one space.
/// </summary>
public interface ITextNormalizer
{
    /// <summary>Returns the normalised form; empty for a text without words.</summary>
    static abstract string Normalize(string text);
}

/// <summary>Allows ordering connections by the member.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class SortableAttribute : Attribute;

/// <summary>Marks a type whose objects have an id that <c>node</c> can look up.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute : Attribute;

/// <summary>Sets the key that distinguishes the type's rows in connections; without it, the key is the database id.</summary>
/// <remarks>
/// Connections order by this key last, and cursors contain it. Use it where the database id could reveal something that
/// not every caller may know.
/// </remarks>
/// <param name="keys">
/// Name of a static method in the same class. It takes a view's name and returns one or more expressions over the entity.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RowKeyAttribute(string keys) : Attribute
{
    /// <summary>Name of the method.</summary>
    public string Keys { get; } = keys;
}

/// <summary>Sets a default that C# cannot express as a parameter default, as a GraphQL literal, for example <c>[]</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DefaultValueSyntaxAttribute(string syntax) : Attribute
{
    /// <summary>The GraphQL literal.</summary>
    public string Syntax { get; } = syntax;
}

/// <summary>
/// Marks a link to an entity that belongs to the parent: it is visible whenever the parent's row is visible. Its own row
/// rule is not applied, because that rule would only lead back to the parent.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VisibleWithParentAttribute : Attribute;
