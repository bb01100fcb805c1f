namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>A page of a connection.</summary>
internal abstract class Page
{
    /// <summary>The rows of the page.</summary>
    public abstract IReadOnlyList<object?[]> Rows { get; }

    /// <summary>Whether there are rows after the page. If a row proves this by its existence, that row is tracked.</summary>
    public abstract bool HasNext(RequestContext context);

    /// <summary>Whether there are rows before the page. If a row proves this by its existence, that row is tracked.</summary>
    public abstract bool HasPrevious(RequestContext context);

    /// <summary>The cursor of a row of this page.</summary>
    public abstract string Cursor(int index, RequestContext context);

    /// <summary>
    /// The number of rows on all pages. Null if the number would reveal something about single rows and exceeds the largest
    /// page size.
    /// </summary>
    public abstract Task<int?> CountAsync(RequestContext context);

    /// <summary>The number of rows on all pages, or one more than the largest page if <see cref="CountAsync"/> is null.</summary>
    public abstract Task<int> CountAtLeastAsync(RequestContext context);
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
