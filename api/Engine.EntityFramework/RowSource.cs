using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Lets EF Core translate a query once and then runs the command without EF Core: each run only sets parameters and reads
/// columns. See api/decisions/0002.
/// </summary>
internal sealed class RowSource<TContext>(RowConnections connections) : IRowSource
    where TContext : DbContext
{
    // Maximum number of values that are read per row.
    private const int MaxColumns = 160;

    public IQueryable<T> Set<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<TContext>().Set<T>();

    // Sources: SQLite, "Sort Order" of datatypes; PostgreSQL, "Sorting Rows".
    public bool IsNullSmallest => connections.IsSqlite;

    public IRowCommand Prepare(IServiceProvider services, IQueryable query, IReadOnlyList<LambdaExpression?> columns)
    {
        var distinct = new List<LambdaExpression>();
        var places = new int[columns.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = columns[i] is { } column ? PlaceOf(column, distinct) : -1;
        }

        if (distinct.Count > MaxColumns)
        {
            throw new GraphQLException($"A list reads {distinct.Count} values for each of its objects, including those of nested objects; the limit is {MaxColumns} (MaxColumns). Select fewer fields in one request.", ErrorCodes.LimitExceeded);
        }

        var db = services.GetRequiredService<TContext>();
        if (connections.IsSqlite)
        {
            query = EarlyLists.Apply(EarlyJoins.Apply(query, distinct, db.Model), db);
        }

        var parameters = new ParameterCapture();
        var translate = typeof(RowSource<TContext>)
            .GetMethod(nameof(Translate), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(query.ElementType)
            .CreateDelegate<Func<DbContext, IQueryable, List<LambdaExpression>, ParameterCapture, DbCommand>>();
        using var command = translate(db, query, distinct, parameters);
        for (var i = 0; i < places.Length; i++)
        {
            if (distinct.Count > 1 && places[i] >= 0 && !IsRead(command.CommandText, places[i]))
            {
                places[i] = TwinOf(places[i], distinct, columns => translate(db, query, columns, new ParameterCapture()));
            }
        }

        return new RowCommand(connections, command, parameters, [.. distinct.Select(c => c.ReturnType)], places);
    }

    public IRowCommand PrepareCount(IServiceProvider services, IQueryable query)
    {
        var row = Expression.Parameter(query.ElementType);
        var one = Expression.Lambda(Expression.Constant(1), row);
        var translated = (RowCommand)Prepare(services, query, [one]);
        return translated.Counting();
    }

    private static bool IsRead(string text, int column) => text.Contains($" AS \"{ColumnAliases.Name(column)}\"", StringComparison.Ordinal);

    /// <summary>
    /// Finds the column that EF Core reads in place of a merged column. EF Core reads two columns with the same SQL once,
    /// under the name of the first, for example a number and the same number as nullable. Each candidate is tested by
    /// translating only it and the merged column: the right one is merged with it again.
    /// </summary>
    private static int TwinOf(int merged, List<LambdaExpression> columns, Func<List<LambdaExpression>, DbCommand> translate)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i == merged || Plain(columns[i].ReturnType) != Plain(columns[merged].ReturnType))
            {
                continue;
            }

            using var pair = translate([columns[i], columns[merged]]);
            if (!IsRead(pair.CommandText, 1))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"EF Core reads {columns[merged]} under the name of another column, which cannot be determined.");
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static int PlaceOf(LambdaExpression column, List<LambdaExpression> distinct)
    {
        var known = distinct.FindIndex(d => ExpressionEqualityComparer.Instance.Equals(d, column));
        if (known >= 0)
        {
            return known;
        }

        distinct.Add(column);
        return distinct.Count - 1;
    }

    /// <summary>
    /// Translates the query. Each column gets the alias C and its number, which identifies it after EF Core has merged
    /// columns.
    /// </summary>
    private static DbCommand Translate<T>(DbContext db, IQueryable query, List<LambdaExpression> columns, ParameterCapture parameters)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var bindings = columns.Select((column, i) => Expression.Bind(
            ColumnAliases.Member(i),
            Expression.Convert(column.Inline([row]), typeof(object))));
        var shape = Expression.MemberInit(Expression.New(typeof(ColumnAliases)), bindings);
        var projected = ((IQueryable<T>)query).Select(Expression.Lambda<Func<T, ColumnAliases>>(shape, row));
        return QueryTranslation.Command(db, parameters.Visit(projected.Expression));
    }
}
