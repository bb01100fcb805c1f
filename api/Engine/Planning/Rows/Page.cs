using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>One page of a connection, read.</summary>
/// <param name="query">The connection.</param>
/// <param name="request">What was asked for.</param>
/// <param name="rows">The rows of the page.</param>
/// <param name="beyond">The rows after them, in the direction of paging, as far as they have been read: one if there is one, or all that are counted.</param>
internal sealed class Page(ConnectionQuery query, PageRequest request, List<object?[]> rows, List<object?[]> beyond)
{
    private Task<int>? _count;

    public List<object?[]> Rows => rows;

    /// <summary>Whether rows follow. A row that shows this by its existence is tracked.</summary>
    public bool HasNext(RequestContext context) => request.Backward ? request.HasBefore : HasBeyond(context);

    /// <summary>Whether rows precede. A row that shows this by its existence is tracked.</summary>
    public bool HasPrevious(RequestContext context) => request.Backward ? HasBeyond(context) : request.HasAfter;

    /// <summary>The place of a row of this page, sealed.</summary>
    public string Cursor(int index, RequestContext context) => query.SealCursor(Rows[index], request, context);

    /// <summary>
    /// The number of rows on all pages; null where that number would say something about single rows, and is more than the
    /// largest page.
    /// </summary>
    public async Task<int?> CountAsync(RequestContext context) =>
        await CountAtLeastAsync(context) is var count && count > query.Limits.Most && query.CountsByName(request) ? null : count;

    /// <summary>The number of rows on all pages, or one more than the largest page where <see cref="CountAsync"/> gives null.</summary>
    public Task<int> CountAtLeastAsync(RequestContext context) => _count ??= CountRowsAsync(context);

    private Task<int> CountRowsAsync(RequestContext context)
    {
        // A page that holds all rows needs no further statement, nor does one with which all counted rows were read.
        if (request.Cursors.Count > 0 || (beyond.Count > 0 && !request.ReadsOn))
        {
            return query.CountAsync(request, context);
        }

        if (request.ReadsOn)
        {
            query.TellCounted(beyond, request, context);
        }

        return Task.FromResult(Rows.Count + beyond.Count);
    }

    private bool HasBeyond(RequestContext context)
    {
        if (beyond.Count == 0)
        {
            return false;
        }

        query.TellNext(beyond, request, context);
        return true;
    }
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
