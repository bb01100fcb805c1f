using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// A value that a query is given when it runs. A query is translated once, so an expression in it names the
/// parameter's <see cref="QueryParameter{T}.Value"/> and never holds a value itself.
/// </summary>
public abstract class QueryParameter
{
    /// <summary>C# type of the value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>The value for one run.</summary>
    public abstract object? Read(RowArguments arguments);
}

/// <inheritdoc />
/// <param name="read">How the value is found for one run.</param>
/// <param name="isPresent">Whether an argument was given; true for values that are none.</param>
public sealed class QueryParameter<T>(Func<RowArguments, T> read, bool isPresent = true) : QueryParameter
{
    /// <summary>Stands for the value inside an expression, and only there.</summary>
    public T Value => throw new InvalidOperationException(
        "A query parameter has a value only while its query runs; use it inside the query's expression.");

    /// <summary>Whether the caller gave the argument, and not as null. Known when the query is made.</summary>
    public bool IsPresent { get; } = isPresent;

    /// <inheritdoc />
    public override Type ValueType => typeof(T);

    /// <inheritdoc />
    public override object? Read(RowArguments arguments) => read(arguments);
}

/// <summary>What one run of a query is given.</summary>
/// <param name="Context">The request.</param>
/// <param name="Arguments">The field's coerced arguments.</param>
/// <param name="Values">Values taken from filters and cursors, in the order in which the query was made.</param>
/// <param name="Keys">Keys of the parents whose rows are loaded; null for other queries.</param>
public sealed record RowArguments(
    RequestContext Context,
    ArgumentValues Arguments,
    IReadOnlyList<object?> Values,
    Array? Keys = null);
