namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>
/// A value that a query receives when it runs. A query is translated once, so its expressions refer to the parameter's
/// <see cref="QueryParameter{T}.Value"/> and never contain the value itself.
/// </summary>
public abstract class QueryParameter
{
    /// <summary>C# type of the value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>The value for one run.</summary>
    public abstract object? Read(RowArguments arguments);
}

/// <inheritdoc />
/// <param name="read">Reads the value for one run.</param>
/// <param name="isPresent">Whether the argument was given; true for a value that is not an argument.</param>
public sealed class QueryParameter<T>(Func<RowArguments, T> read, bool isPresent = true) : QueryParameter
{
    /// <summary>Represents the value in a query's expression. Must not be called anywhere else.</summary>
    public T Value => throw new InvalidOperationException(
        "A query parameter has a value only while its query runs; use it inside the query's expression.");

    /// <summary>Whether the caller gave the argument with a value other than null. Known when the query is built.</summary>
    public bool IsPresent { get; } = isPresent;

    /// <inheritdoc />
    public override Type ValueType => typeof(T);

    /// <inheritdoc />
    public override object? Read(RowArguments arguments) => read(arguments);
}

/// <summary>The inputs of one run of a query.</summary>
/// <param name="Context">The request.</param>
/// <param name="Arguments">The field's coerced arguments.</param>
/// <param name="Values">Values from filters and cursors, in the order in which the query was built.</param>
/// <param name="Keys">Keys of the parents whose rows are loaded; null for other queries.</param>
public sealed record RowArguments(
    RequestContext Context,
    ArgumentValues Arguments,
    IReadOnlyList<object?> Values,
    Array? Keys = null);
