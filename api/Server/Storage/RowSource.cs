using System.Collections;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Lets EF Core translate a query once and then runs the command without EF Core: each run only sets parameters and reads
/// columns. See api/decisions/0002.
/// </summary>
internal sealed class RowSource(RowConnections connections) : IRowSource
{
    /// <summary>Maximum number of values that are read per row.</summary>
    public const int MaxColumns = 160;

    public IQueryable<T> Set<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<GraphContext>().Set<T>();

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

        var db = services.GetRequiredService<GraphContext>();
        if (connections.IsSqlite)
        {
            query = EarlyLists.Apply(EarlyJoins.Apply(query, distinct, db.Model), db);
        }

        var parameters = new ParameterCapture();
        var translate = typeof(RowSource)
            .GetMethod(nameof(Translate), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(query.ElementType)
            .CreateDelegate<Func<GraphContext, IQueryable, List<LambdaExpression>, ParameterCapture, DbCommand>>();
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
    /// Finds the column whose SQL is the same as that of a merged column, for example a number and the same number as
    /// nullable. EF Core reads both once, under the first one's name. The first one is the column that also absorbs the
    /// merged one if only these two are selected.
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
    private static DbCommand Translate<T>(GraphContext db, IQueryable query, List<LambdaExpression> columns, ParameterCapture parameters)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var bindings = columns.Select((column, i) => Expression.Bind(
            ColumnAliases.Member(i),
            Expression.Convert(new Replacement(column.Parameters[0], row).Visit(column.Body), typeof(object))));
        var shape = Expression.MemberInit(Expression.New(typeof(ColumnAliases)), bindings);
        var projected = ((IQueryable<T>)query).Select(Expression.Lambda<Func<T, ColumnAliases>>(shape, row));
        return QueryTranslation.Command(db, parameters.Visit(projected.Expression));
    }

    private sealed class Replacement(ParameterExpression parameter, Expression instance) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? instance : node;
    }

    /// <summary>
    /// Replaces each query parameter by a cell with its own name. EF Core names the command's parameter after the cell, which
    /// tells which value to set for a run.
    /// </summary>
    internal sealed class ParameterCapture : ExpressionVisitor
    {
        private readonly List<QueryParameter> _found = [];
        private readonly List<Expression> _cells = [];

        /// <summary>Returns the query parameter behind a parameter of the command.</summary>
        public QueryParameter Named(string name)
        {
            // If the same value is also used as nullable, EF Core adds a second parameter and appends a number to its name.
            var plain = name.TrimStart('@').TrimEnd("0123456789".ToCharArray()).TrimEnd('_');
            var index = Enumerable.Range(0, _found.Count).FirstOrDefault(i => ParameterCells.Name(i) == plain, -1);
            return index >= 0
                ? _found[index]
                : throw new InvalidOperationException($"EF Core has created a parameter {name} that belongs to no query parameter: the query's expression has captured a value.");
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Member.Name != "Value" || node.Expression is null || !typeof(QueryParameter).IsAssignableFrom(node.Expression.Type))
            {
                return base.VisitMember(node);
            }

            // Interpreted, because it runs only once.
            var parameter = Expression.Lambda<Func<QueryParameter>>(node.Expression).Compile(preferInterpretation: true)();
            var index = _found.IndexOf(parameter);
            if (index < 0)
            {
                index = _found.Count;
                _found.Add(parameter);
                _cells.Add(ParameterCells.Cell(parameter.ValueType, index));
            }

            // One cell per parameter: EF Core treats two cells as two parameters.
            var cell = _cells[index];
            return typeof(IEnumerable).IsAssignableFrom(node.Type) && node.Type != typeof(string)
                ? Expression.Call(typeof(EF), nameof(EF.Parameter), [node.Type], cell)
                : cell;
        }
    }
}

/// <summary>Runs a command that EF Core has translated, any number of times.</summary>
internal sealed class RowCommand : IRowCommand
{
    private readonly RowConnections _connections;
    private readonly string _text;
    private readonly IReadOnlyList<(string Name, QueryParameter Source)> _parameters;
    private readonly string[] _names;
    private readonly Type[] _columns;
    private readonly int[] _places;
    private readonly string _countText;
    private ColumnReader? _reader;

    // Number of rows of the last run. With this capacity, the list is not copied while it grows.
    private int _usual;

    public RowCommand(RowConnections connections, DbCommand translated, RowSource.ParameterCapture captured, Type[] columns, int[] places)
        : this(connections, translated.CommandText, [.. translated.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, captured.Named(p.ParameterName)))], columns, places)
    {
    }

    private RowCommand(RowConnections connections, string text, IReadOnlyList<(string, QueryParameter)> parameters, Type[] columns, int[] places)
    {
        _connections = connections;
        _text = text;
        _countText = $"SELECT COUNT(*) FROM ({text}) AS counted";
        _parameters = parameters;
        _names = [.. parameters.Select(p => p.Item1)];
        _columns = columns;
        _places = places;
    }

    /// <summary>The SQL as it is sent.</summary>
    public string Text => _text;

    /// <summary>Returns the command that counts the same rows.</summary>
    public RowCommand Counting() => new(_connections, _countText, _parameters, [typeof(int)], [0]);

    public async ValueTask<List<object?[]>> ReadAsync(RowArguments arguments)
    {
        await using (var connection = await _connections.RentAsync(arguments.Context.Cancellation))
        {
            try
            {
                return await ReadAsync(connection, arguments);
            }
            catch (Exception lost) when (connection.IsLost && DatabaseOutage.Is(lost))
            {
                // Perhaps only this connection is broken, and the database is available again.
            }
        }

        await using var other = await _connections.RentAsync(arguments.Context.Cancellation);
        return await ReadAsync(other, arguments);
    }

    private async ValueTask<List<object?[]>> ReadAsync(RowConnections.Lease connection, RowArguments arguments)
    {
        var command = connection.Prepared(this, _text, _names);
        for (var i = 0; i < _parameters.Count; i++)
        {
            var value = _parameters[i].Source.Read(arguments);
            NullCharacter.Refuse(value);
            command.Parameters[i].Value = connection.ToDatabase(value) ?? DBNull.Value;
        }

        var rows = new List<object?[]>(_usual);
        using var interruption = connection.InterruptedBy(arguments.Context.Cancellation);
        try
        {
            await ReadAsync(command, rows, arguments.Context.Cancellation);
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The statement was interrupted.", interrupted, arguments.Context.Cancellation);
        }

        _usual = Math.Min(rows.Count, 128);
        return rows;
    }

    private async Task ReadAsync(DbCommand command, List<object?[]> rows, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var cells = _reader ??= Reader(reader);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(cells.Read(reader));
        }
    }

    // A merged column is read at the position of the column that it was merged with.
    private ColumnReader Reader(DbDataReader reader)
    {
        var byName = _columns.Length == 1 ? null : Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName);
        return new ColumnReader([.. _places.Select(place => place < 0 ? (typeof(object), -1) : (_columns[place], byName is null ? 0 : byName[ColumnAliases.Name(place)]))]);
    }
}
