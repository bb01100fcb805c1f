using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>One page of a connection, read.</summary>
internal sealed class Page
{
    private readonly ConnectionQuery _query;
    private readonly PageRequest _request;

    public Page(ConnectionQuery query, PageRequest request, List<object?[]> rows, bool hasNext, bool hasPrevious)
    {
        _query = query;
        _request = request;
        Rows = rows;
        HasNext = hasNext;
        HasPrevious = hasPrevious;
    }

    public List<object?[]> Rows { get; }

    public bool HasNext { get; }

    public bool HasPrevious { get; }

    /// <summary>The rows behind this page, if all there are have been read; null if nobody knows them.</summary>
    public List<object?[]>? Rest { private get; init; }

    /// <summary>The place of a row of this page, sealed.</summary>
    public string Cursor(int index, RequestContext context) => _query.SealCursor(Rows[index], _request, context);

    /// <summary>How many rows there are on all pages; a page that holds them all need not ask.</summary>
    public Task<int> CountAsync(RequestContext context) => Rest is { Count: > 0 }
        ? Task.FromResult(_query.Count(this, Rest, _request, context))
        : HasNext || HasPrevious || _request.HasAfter || _request.HasBefore
            ? _query.CountAsync(_request, context)
            : Task.FromResult(Rows.Count);
}

/// <summary>A row and its page.</summary>
internal sealed record Edge(Page Page, int Index);

/// <summary>Which way to order.</summary>
public enum SortDirection
{
    /// <summary>Smallest first.</summary>
    Ascending,

    /// <summary>Largest first.</summary>
    Descending,
}

/// <summary>How many rows a page may have.</summary>
/// <param name="Default">When the caller does not say.</param>
/// <param name="Most">At most.</param>
internal sealed record PagingLimits(int Default, int Most)
{
    /// <summary>Unless said otherwise.</summary>
    public static PagingLimits Usual { get; } = new(25, 100);
}
