using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>A page of a connection whose rows have been read.</summary>
/// <param name="query">The connection.</param>
/// <param name="request">The paging arguments of the request.</param>
/// <param name="rows">The rows of the page.</param>
/// <param name="beyond">
/// The rows after the page, in the direction of paging, as far as they were read: at most one, or all counted rows.
/// </param>
internal sealed class Page(ConnectionQuery query, PageRequest request, List<object?[]> rows, List<object?[]> beyond)
{
    private Task<int>? _count;

    public List<object?[]> Rows => rows;

    /// <summary>Whether there are rows after the page. If a row proves this by its existence, that row is tracked.</summary>
    public bool HasNext(RequestContext context) => request.Backward ? request.HasBefore : HasBeyond(context);

    /// <summary>Whether there are rows before the page. If a row proves this by its existence, that row is tracked.</summary>
    public bool HasPrevious(RequestContext context) => request.Backward ? HasBeyond(context) : request.HasAfter;

    /// <summary>The cursor of a row of this page.</summary>
    public string Cursor(int index, RequestContext context) => query.SealCursor(Rows[index], request, context);

    /// <summary>
    /// The number of rows on all pages. Null if the number would reveal something about single rows and exceeds the largest
    /// page size.
    /// </summary>
    public async Task<int?> CountAsync(RequestContext context) =>
        await CountAtLeastAsync(context) is var count && count > query.Limits.Most && query.CountsByName(request) ? null : count;

    /// <summary>The number of rows on all pages, or one more than the largest page if <see cref="CountAsync"/> is null.</summary>
    public Task<int> CountAtLeastAsync(RequestContext context) => _count ??= CountRowsAsync(context);

    private Task<int> CountRowsAsync(RequestContext context)
    {
        // No further statement is needed if the page holds all rows, or if all counted rows were read with it.
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

/// <summary>Direction of an order.</summary>
public enum SortDirection
{
    /// <summary>Smallest first.</summary>
    Ascending,

    /// <summary>Largest first.</summary>
    Descending,
}

/// <summary>Page sizes of a connection.</summary>
/// <param name="Default">Number of rows if the request does not say.</param>
/// <param name="Most">Maximum number of rows.</param>
internal sealed record PagingLimits(int Default, int Most)
{
    /// <summary>The default limits.</summary>
    public static PagingLimits Usual { get; } = new(25, 100);
}
