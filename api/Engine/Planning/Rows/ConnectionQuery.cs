using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>Reads a page of rows: filtered, ordered by the sort keys and then the row key, and limited by cursors.</summary>
/// <remarks>Source: GraphQL Cursor Connections Specification, "Pagination algorithm".</remarks>
internal sealed class ConnectionQuery : RowQuery
{
    private readonly QueryBinding? _query;
    private readonly Children? _relation;
    private readonly Func<object, object?>? _parentKey;
    private readonly ObjectType _type;

    /// <summary>The key that distinguishes rows, as expressions over the entity.</summary>
    private readonly LambdaExpression[] _rowKey;

    /// <summary>The tracker of the entity; null if it is not tracked.</summary>
    private readonly RowTracker? _tracker;

    private readonly bool _isCounted;

    /// <summary>Whether the operation selects a cursor. If not, the sort keys are not read.</summary>
    private readonly bool _hasCursors;

    public ConnectionQuery(SchemaView view, PlannedField field, RowPlan plan, QueryBinding query)
        : this(view, field, plan) => _query = query;

    public ConnectionQuery(SchemaView view, PlannedField field, RowPlan plan, Children relation)
        : this(view, field, plan)
    {
        _relation = relation;
        _parentKey = ChildrenQuery.ParentKeyOf(relation.ParentKey, relation.ParentKey.Parameters[0].Type);
    }

    private ConnectionQuery(SchemaView view, PlannedField field, RowPlan plan)
        : base(view, field, plan)
    {
        _hasCursors = field.Selection!.Fields.Any(part => part.Selection?.Fields.Any(f => f.Field.Name is "cursor" or "startCursor" or "endCursor") == true);
        _isCounted = field.Selection.Fields.Any(part => part.Field.Name is "totalCount" or "countAtLeast");
        _type = view.Schema.Types.OfType<ObjectType>().First(t => t.RuntimeType == plan.Entity);
        _tracker = view.Policy.Tracker(view.Name, plan.Entity);
        _rowKey = _type.RowKey?.Invoke(view.Name) ?? [NumberOf(plan.Entity)];
    }

    public override async ValueTask<object?> ResolveAsync(object? parent, RequestContext context)
    {
        object? parentKey = null;
        if (_relation is not null)
        {
            parentKey = Field.Row is null ? _parentKey!(parent!) : parent;
            if (parentKey is null)
            {
                return null;
            }
        }

        var request = new PageRequest(this, Field.Arguments(context), context, parentKey);
        var rows = await Command(request.Shape, context, source => Prepare(source, request, context)).ReadAsync(request.Run);
        List<object?[]> beyond = rows.Count > request.Size ? rows[request.Size..] : [];
        rows.RemoveRange(rows.Count - beyond.Count, beyond.Count);
        TellAsked(rows, request, request.Order, context);
        Plan.Tell(context, rows);
        if (request.Backward)
        {
            rows.Reverse();
        }

        return new RowPage(this, request, rows, beyond);
    }

    /// <summary>
    /// Whether a total reveals something about each counted row. It does if the filter names a tracked member: a counted row
    /// has a value that matches.
    /// </summary>
    public bool CountsByName(PageRequest request) => _isCounted && AskedMembers.Of(_tracker, request.Where, []) is not null;

    /// <summary>
    /// Tracks the row after the page, for the members in filter and order. The existence of that row reveals their values.
    /// </summary>
    public void TellNext(List<object?[]> beyond, PageRequest request, RequestContext context) => TellAsked([beyond[0]], request, request.Order, context);

    /// <summary>
    /// Tracks rows that are counted but not shown, for the members in the filter. A total reveals nothing about the order.
    /// </summary>
    public void TellCounted(List<object?[]> beyond, PageRequest request, RequestContext context) => TellAsked(beyond, request, [], context);

    // The filter's members precede those of the order, so their columns are the same with and without an order.
    private void TellAsked(List<object?[]> rows, PageRequest request, IReadOnlyList<(string, SortDirection)> order, RequestContext context) =>
        AskedMembers.Of(_tracker, request.Where, order)?.Tell(context, rows, Plan.Columns.Count + KeysIn(request));

    /// <summary>The number of rows on all pages.</summary>
    /// <remarks>
    /// If <see cref="CountsByName"/> is true, at most one row more than the largest page is read and tracked, and the result
    /// is at most that number.
    /// </remarks>
    public async Task<int> CountAsync(PageRequest request, RequestContext context)
    {
        if (AskedMembers.Of(_tracker, request.Where, []) is { } asked)
        {
            var named = await Command("=" + request.FilterShape, context, source =>
            {
                var (query, row) = Filtered(source, request, context);
                return source.Prepare(context.Services, Limited(query, request.CursorStart), [.. asked.Columns(name => Expression.Lambda(Member(name, row).OrNull, row))]);
            }).ReadAsync(request.FilteredRun(context, Limits.Most + 1));
            asked.Tell(context, named, 0);
            return named.Count;
        }

        // The count runs with the same values, but does not use those for cursors and page size.
        var rows = await Command("#" + request.FilterShape, context, source => source.PrepareCount(context.Services, Filtered(source, request, context).Query))
            .ReadAsync(request.Run);
        return (int)rows[0][0]!;
    }

    private (IQueryable Query, ParameterExpression Row) Filtered(IRowSource source, PageRequest request, RequestContext context)
    {
        var query = Ruled(_query is not null ? _query.Query(request.Arguments, context.Services) : Set(source, context));
        var row = Expression.Parameter(Plan.Entity, "row");
        if (_relation is not null)
        {
            query = Where(query, IsAmongKeys(_relation.ChildKey));
        }

        if (request.Where is { } where)
        {
            var condition = new FilterBuilder([], new StringBuilder(), name => Member(name, row), ValueAt, TextOf).Build(where);
            if (condition is not null)
            {
                query = Where(query, Expression.Lambda(condition, row));
            }
        }

        return (query, row);
    }

    private IRowCommand Prepare(IRowSource source, PageRequest request, RequestContext context)
    {
        var (query, row) = Filtered(source, request, context);
        var keys = request.Order.Select(o => new SortKey(Member(o.Name, row, isOrder: true).OrNull, o.Direction == SortDirection.Descending)).ToList();
        keys.AddRange(_rowKey.Select(key => new SortKey(key.Inline([row]), false)));
        var index = request.CursorStart;
        foreach (var (cursor, after) in request.Cursors)
        {
            query = Where(query, Expression.Lambda(Beyond(keys, cursor, after, index), row));
            index += keys.Count;
        }

        var first = true;
        foreach (var key in keys)
        {
            var descending = key.Descending != request.Backward;
            // Null comes last, or first when paging backward. An index helps only if the database sorts null that way by itself.
            if (CanBeNull(key.Value) && source.IsNullSmallest != key.Descending)
            {
                var isNull = Expression.Condition(Expression.Equal(key.Value, Expression.Constant(null, key.Value.Type)), Expression.Constant(1), Expression.Constant(0));
                query = Ordered(query, isNull, row, request.Backward, first);
                first = false;
            }

            query = Ordered(query, key.Value, row, descending, first);
            first = false;
        }

        var asked = AskedMembers.Of(_tracker, request.Where, request.Order);
        return source.Prepare(context.Services, Limited(query, request.SizeIndex),
        [
            .. Plan.Active(context.Included),
            .. keys.Take(KeysIn(request)).Select(k => Expression.Lambda(k.Value, row)),
            .. asked?.Columns(name => Expression.Lambda(Member(name, row).OrNull, row)) ?? [],
        ]);
    }

    private IQueryable Limited(IQueryable query, int index) => query.Provider.CreateQuery(
        Expression.Call(typeof(Queryable), nameof(Queryable.Take), [Plan.Entity], query.Expression, ValueAt(typeof(int), index)));

    private static IQueryable Ordered(IQueryable query, Expression key, ParameterExpression row, bool descending, bool first)
    {
        var method = (first ? "OrderBy" : "ThenBy") + (descending ? "Descending" : "");
        return query.Provider.CreateQuery(Expression.Call(
            typeof(Queryable), method, [row.Type, key.Type], query.Expression, Expression.Quote(Expression.Lambda(key, row))));
    }

    /// <summary>Condition for the rows on one side of a cursor: compares key by key; null comes last.</summary>
    private static Expression Beyond(List<SortKey> keys, IReadOnlyList<object?> cursor, bool after, int index)
    {
        Expression? result = null;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            var key = keys[i].Value;
            var canBeNull = CanBeNull(key);
            var none = canBeNull ? Expression.Constant(null, key.Type) : null;
            Expression beyond, same;
            if (cursor[i] is null)
            {
                // Nothing comes after null, and everything else comes before null.
                beyond = after || none is null ? Expression.Constant(false) : Expression.NotEqual(key, none);
                same = none is null ? Expression.Constant(false) : Expression.Equal(key, none);
            }
            else
            {
                var type = Nullable.GetUnderlyingType(key.Type) ?? key.Type;
                Expression value = ValueAt(type, index + i);
                value = value.Type == key.Type ? value : Expression.Convert(value, key.Type);
                beyond = Compare(key, value, greater: after != keys[i].Descending);
                if (after && none is not null)
                {
                    beyond = Expression.OrElse(beyond, Expression.Equal(key, none));
                }

                same = Expression.Equal(key, value);
            }

            result = result is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(same, result));
        }

        return result!;
    }

    private static BinaryExpression Compare(Expression key, Expression value, bool greater)
    {
        if (key.Type == typeof(string))
        {
            var comparison = Expression.Call(typeof(string), nameof(string.Compare), [], key, value);
            return greater ? Expression.GreaterThan(comparison, Expression.Constant(0)) : Expression.LessThan(comparison, Expression.Constant(0));
        }

        if ((Nullable.GetUnderlyingType(key.Type) ?? key.Type).IsEnum)
        {
            var number = Nullable.GetUnderlyingType(key.Type) is null ? typeof(int) : typeof(int?);
            (key, value) = (Expression.Convert(key, number), Expression.Convert(value, number));
        }

        return greater ? Expression.GreaterThan(key, value) : Expression.LessThan(key, value);
    }

    /// <summary>
    /// Whether a value can be null, by its type or by the nullability annotation of the property. A guarded value can
    /// always be null.
    /// </summary>
    private static bool CanBeNull(Expression value) => value switch
    {
        { Type.IsValueType: true } => Nullable.GetUnderlyingType(value.Type) is not null,
        MemberExpression { Member: PropertyInfo property, Expression: ParameterExpression } => new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull,
        _ => true,
    };

    /// <summary>A member as filters and orders see it: the guarded column, exactly as a selection reads it.</summary>
    private GuardedValue Member(string name, ParameterExpression row, bool isOrder = false)
    {
        var field = FieldOf(name)!;
        var place = new RowPlanner.Place(row, null).Guarded(View.Policy.FieldGuard(View.Name, _type.Name, name));
        var value = field.Text is { } text ? isOrder ? text.Order : text.Filter : field.Binding switch
        {
            ColumnBinding column => column.Value(View.Name),
            ComputedBinding computed => computed.Value(View.Name).Source,
            _ => throw new InvalidOperationException($"{field.Coordinate} cannot be filtered or ordered by."),
        };
        var inlined = value.Inline([row]);
        return new GuardedValue(inlined, place.Secure, place.Wrap(inlined));
    }

    /// <summary>
    /// The number of sort keys to read: all if a cursor is selected, or if no other column is read and the row would be empty;
    /// otherwise none.
    /// </summary>
    private int KeysIn(PageRequest request) => _hasCursors || Plan.Columns.Count == 0 ? request.Order.Count + _rowKey.Length : 0;

    private FieldDefinition? FieldOf(string name) => _type.Field(name);

    /// <summary>The normalised forms of a member; null if filters compare its value.</summary>
    public TextKeys? TextOf(string name) => FieldOf(name)?.Text;

    /// <summary>C# types of the sort keys, needed to read a cursor.</summary>
    public IReadOnlyList<Type> KeyTypes(IReadOnlyList<(string Name, SortDirection Direction)> order)
    {
        var row = Expression.Parameter(Plan.Entity, "row");
        return [.. order.Select(o => Member(o.Name, row, isOrder: true).OrNull.Type), .. _rowKey.Select(key => key.ReturnType)];
    }

    /// <summary>The cursor of a row of a page, sealed for this caller and query.</summary>
    public string SealCursor(object?[] row, PageRequest request, RequestContext context) =>
        context.Services.GetRequiredService<CursorSealer>().Seal(row.AsSpan(Plan.Columns.Count, KeysIn(request)).ToArray(), request.CursorContext(context));

    /// <summary>The field's coordinate, part of the context of a cursor.</summary>
    public string Coordinate => Field.Field.Coordinate;

    public PagingLimits Limits => Field.Field.Paging!;

    private sealed record SortKey(Expression Value, bool Descending);
}
