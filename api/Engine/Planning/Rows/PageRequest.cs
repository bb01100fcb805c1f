using System.Globalization;
using System.Text;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>The checked arguments of a connection in one request.</summary>
internal sealed class PageRequest
{
    private readonly object? _parentKey;
    private readonly List<object?> _values = [];
    private readonly string _filterValues;

    /// <exception cref="GraphQLException">
    /// The paging arguments contradict each other or exceed a limit, or a cursor is not valid here.
    /// </exception>
    public PageRequest(ConnectionQuery query, ArgumentValues arguments, RequestContext context, object? parentKey)
    {
        _parentKey = parentKey;
        Arguments = arguments;
        (Size, Backward) = ReadSize(query, arguments);
        var shape = new StringBuilder();
        if (arguments["where"] is ArgumentValues where)
        {
            Where = where;
            new FilterBuilder(_values, shape, null, (_, _) => throw new InvalidOperationException("Only the shape is needed."), query.TextOf).Build(where);
        }

        FilterShape = shape.ToString();
        _filterValues = string.Join('\u001f', _values.Select(Text));
        Order = ReadOrder(arguments);
        foreach (var (name, direction) in Order)
        {
            shape.Append(CultureInfo.InvariantCulture, $"~{name}{(direction == SortDirection.Descending ? '-' : '+')}");
        }

        OrderShape = shape.ToString();
        CursorStart = _values.Count;
        Open(query, arguments["after"] as string, after: true, context, shape);
        Open(query, arguments["before"] as string, after: false, context, shape);
        SizeIndex = _values.Count;
        // Rows that are counted one by one are read together with the page: one statement instead of two.
        ReadsOn = Cursors.Count == 0 && query.CountsByName(this);
        _values.Add(ReadsOn ? query.Limits.Most + 1 : Size + 1);
        shape.Append(Backward ? '<' : '>');
        Shape = shape.ToString();
        Coordinate = query.Coordinate;
        Run = new RowArguments(context, arguments, _values, parentKey is null ? null : KeyArray(parentKey));
    }

    public ArgumentValues Arguments { get; }

    public ArgumentValues? Where { get; }

    public IReadOnlyList<(string Name, SortDirection Direction)> Order { get; }

    public int Size { get; }

    public bool Backward { get; }

    /// <summary>Whether one row more than the largest page is read, regardless of the page's size, to count the rows.</summary>
    public bool ReadsOn { get; }

    public bool HasAfter => Cursors.Any(c => c.After);

    public bool HasBefore => Cursors.Any(c => !c.After);

    public List<(IReadOnlyList<object?> Keys, bool After)> Cursors { get; } = [];

    public int CursorStart { get; }

    public int SizeIndex { get; }

    public string FilterShape { get; }

    public string Shape { get; }

    public RowArguments Run { get; }

    /// <summary>
    /// The filter's values, followed by the maximum number of rows to read, at index <see cref="CursorStart"/>.
    /// </summary>
    public RowArguments FilteredRun(RequestContext context, int most) =>
        new(context, Arguments, [.. _values.Take(CursorStart), most], _parentKey is null ? null : KeyArray(_parentKey));

    private string OrderShape { get; }

    private string Coordinate { get; set; } = "";

    /// <summary>The context that a cursor is bound to: the caller, and all parts of the query that decide the order.</summary>
    public string CursorContext(RequestContext context) =>
        $"{context.CallerKey}\n{context.View.Name}\n{Coordinate}\n{_parentKey}\n{OrderShape}\n{_filterValues}";

    private void Open(ConnectionQuery query, string? cursor, bool after, RequestContext context, StringBuilder shape)
    {
        if (cursor is null)
        {
            return;
        }

        Coordinate = query.Coordinate;
        var keys = context.Services.GetRequiredService<CursorSealer>().Open(cursor, query.KeyTypes(Order), CursorContext(context))
            ?? throw new GraphQLException(
                $"The cursor in `{(after ? "after" : "before")}` was not issued to this caller by this query. Use cursors with the same filter and order.",
                ErrorCodes.InvalidCursor);
        Cursors.Add((keys, after));
        _values.AddRange(keys);
        shape.Append(after ? "/a" : "/b").Append(string.Concat(keys.Select(k => k is null ? '0' : '1')));
    }

    private static (int Size, bool Backward) ReadSize(ConnectionQuery query, ArgumentValues arguments)
    {
        var first = (int?)arguments["first"];
        var last = (int?)arguments["last"];
        if (first is not null && last is not null)
        {
            throw new GraphQLException($"`{query.Coordinate}` takes `first` or `last`, not both.", ErrorCodes.BadInput);
        }

        var size = first ?? last ?? query.Limits.Default;
        if (size < 0)
        {
            throw new GraphQLException($"`{(first is null ? "last" : "first")}` of `{query.Coordinate}` must not be negative.", ErrorCodes.BadInput);
        }

        if (size > query.Limits.Most)
        {
            throw new GraphQLException(
                $"`{(first is null ? "last" : "first")}` of `{query.Coordinate}` is {size}; the page size is limited to {query.Limits.Most} (MaxPageSize).", ErrorCodes.LimitExceeded);
        }

        return (size, last is not null);
    }

    private static List<(string, SortDirection)> ReadOrder(ArgumentValues arguments)
    {
        var result = new List<(string, SortDirection)>();
        foreach (var item in arguments["order"] as object?[] ?? [])
        {
            var (name, direction) = ((ArgumentValues)item!).Present.Single();
            // A repeated sort key has no effect.
            if (result.All(r => r.Item1 != name))
            {
                result.Add((name, (SortDirection)direction!));
            }
        }

        return result;
    }

    private static string Text(object? value) => value is object?[] list
        ? string.Join('\u001e', list.Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static Array KeyArray(object key)
    {
        var result = Array.CreateInstance(key.GetType(), 1);
        result.SetValue(key, 0);
        return result;
    }
}
