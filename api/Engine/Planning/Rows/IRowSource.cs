using System.Linq.Expressions;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>Translates queries into database commands. The engine builds the queries; only this interface runs them.</summary>
public interface IRowSource
{
    /// <summary>All rows of an entity, before any row rule.</summary>
    IQueryable<T> Set<T>(IServiceProvider services)
        where T : class;

    /// <summary>
    /// Whether the database sorts null before all values in ascending order and after them in descending order; false if it
    /// does the opposite.
    /// </summary>
    bool IsNullSmallest { get; }

    /// <summary>Translates a query. Called once per query.</summary>
    /// <param name="services">Services of the request that needs the query first.</param>
    /// <param name="query">Rows of a type T. Expressions in the query can use <see cref="QueryParameter{T}.Value"/>.</param>
    /// <param name="columns">
    /// The columns to read of each row, as <c>Expression&lt;Func&lt;T, X&gt;&gt;</c>. A null entry is not read; its value is null.
    /// </param>
    IRowCommand Prepare(IServiceProvider services, IQueryable query, IReadOnlyList<LambdaExpression?> columns);

    /// <summary>Translates the count of a query, once. The command returns one row with one column, an Int32.</summary>
    IRowCommand PrepareCount(IServiceProvider services, IQueryable query);
}

/// <summary>A translated query. Can run several times concurrently.</summary>
public interface IRowCommand
{
    /// <summary>Reads all rows. Each row is an array with one value per column.</summary>
    ValueTask<List<object?[]>> ReadAsync(RowArguments arguments);
}
