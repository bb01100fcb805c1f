using System.Linq.Expressions;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>Turns queries into commands of a database. The engine makes the query; this is the only part that knows how to run it.</summary>
public interface IRowSource
{
    /// <summary>All rows of an entity, before any rule.</summary>
    IQueryable<T> Set<T>(IServiceProvider services)
        where T : class;

    /// <summary>Whether the database sorts null before every value when ascending, and after them when descending; otherwise the other way round.</summary>
    bool IsNullSmallest { get; }

    /// <summary>Translates a query once.</summary>
    /// <param name="services">Services of the request that needs it first.</param>
    /// <param name="query">Rows of some type T; its expressions may name <see cref="QueryParameter{T}.Value"/>.</param>
    /// <param name="columns">What to read of each row, as <c>Expression&lt;Func&lt;T, X&gt;&gt;</c>; where there is null, nothing is read and the value is null.</param>
    IRowCommand Prepare(IServiceProvider services, IQueryable query, IReadOnlyList<LambdaExpression?> columns);

    /// <summary>Translates the count of a query once: a command with one row of one column, an Int32.</summary>
    IRowCommand PrepareCount(IServiceProvider services, IQueryable query);
}

/// <summary>A translated query. Safe to run many times at once.</summary>
public interface IRowCommand
{
    /// <summary>Reads all rows, each an array with a value for each column.</summary>
    ValueTask<List<object?[]>> ReadAsync(RowArguments arguments);
}
