using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>A page of a connection whose rows have been read.</summary>
/// <param name="query">The connection.</param>
/// <param name="request">The paging arguments of the request.</param>
/// <param name="rows">The rows of the page.</param>
/// <param name="beyond">
/// The rows after the page, in the direction of paging, as far as they were read: at most one, or all counted rows.
/// </param>
internal sealed class RowPage(ConnectionQuery query, PageRequest request, List<object?[]> rows, List<object?[]> beyond) : Page
{
    private Task<int>? _count;

    public override IReadOnlyList<object?[]> Rows => rows;

    public override bool HasNext(RequestContext context) => request.Backward ? request.HasBefore : HasBeyond(context);

    public override bool HasPrevious(RequestContext context) => request.Backward ? HasBeyond(context) : request.HasAfter;

    public override string Cursor(int index, RequestContext context) => query.SealCursor(Rows[index], request, context);

    public override async Task<int?> CountAsync(RequestContext context) =>
        await CountAtLeastAsync(context) is var count && count > query.Limits.Most && query.CountsByName(request) ? null : count;

    public override Task<int> CountAtLeastAsync(RequestContext context) => _count ??= CountRowsAsync(context);

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
