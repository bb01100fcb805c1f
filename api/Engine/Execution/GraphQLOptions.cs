using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Execution;

/// <summary>Options of the GraphQL endpoint. Each limit has an error that names it.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Maximum size of a request body, in bytes.</summary>
    public long MaxRequestBodySize { get; set; } = 256 * 1024;

    /// <summary>Maximum number of tokens in a document; comments and commas are not counted.</summary>
    public int MaxTokens { get; set; } = 10_000;

    /// <summary>Maximum number of directive uses in a document.</summary>
    public int MaxDirectives { get; set; } = 500;

    /// <summary>Maximum number of fragment definitions in a document.</summary>
    public int MaxFragments { get; set; } = 500;

    /// <summary>Maximum depth of nested fields, including those in spread fragments. Introspection is not counted.</summary>
    public int MaxDepth { get; set; } = 15;

    /// <summary>Maximum depth of nested lists of types or fields in introspection.</summary>
    public int MaxIntrospectionDepth { get; set; } = 2;

    /// <summary>Maximum number of aliases in a document.</summary>
    public int MaxAliases { get; set; } = 100;

    /// <summary>
    /// Maximum number of planned fields in an operation, which reused fragments can multiply. More than any sensible operation
    /// has; only tests change it.
    /// </summary>
    internal int MaxPlannedFields { get; init; } = 5_000;

    /// <summary>
    /// Maximum number of selections visited while fields are collected. A fragment that is spread under several conditions is
    /// visited once for each chain of conditions, and the number of chains can grow exponentially. More than any sensible
    /// operation has.
    /// </summary>
    internal int MaxCollectedSelections { get; init; } = 10_000;

    /// <summary>Number of rows on a page of a connection if the request does not say.</summary>
    public int DefaultPageSize { get; set; } = PagingLimits.Usual.Default;

    /// <summary>Maximum number of rows on a page of a connection.</summary>
    public int MaxPageSize { get; set; } = PagingLimits.Usual.Most;

    /// <summary>Maximum cost of an operation, added up from <c>@cost</c> and <c>@listSize</c> of the printed schema.</summary>
    public int MaxCost { get; set; } = 20_000;

    /// <summary>Maximum cost for single views, in place of <see cref="MaxCost"/>, by view name or <see cref="NoView"/>.</summary>
    public IDictionary<string, int> MaxCostByView { get; } = new Dictionary<string, int>();

    /// <summary>Key of the view without a name in <see cref="MaxCostByView"/>.</summary>
    public const string NoView = "ANONYMOUS";

    /// <summary>
    /// Folder of trusted documents with file names <c>{sha256}.graphql</c>, which a request selects by <c>id</c>; null for none.
    /// </summary>
    public string? TrustedDocuments { get; set; }

    /// <summary>Whether only trusted documents are executed, and documents in requests are refused.</summary>
    public bool OnlyTrustedDocuments { get; set; }

    /// <summary>Maximum duration of an operation. Its database queries are cancelled afterwards.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Approximate memory for cached plans, in bytes.</summary>
    public long PlanCacheSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>Returns the name of a request's view. The default is the empty view.</summary>
    public Func<HttpContext, string> View { get; set; } = _ => "";

    /// <summary>Returns the key that identifies a request's caller. A cursor is valid only for the same key.</summary>
    public Func<HttpContext, string> CallerKey { get; set; } = _ => "";

    /// <summary>Options of WebSockets, event streams and subscriptions.</summary>
    public SubscriptionOptions Subscriptions { get; } = new();

    /// <summary>Called before data is read for a response, each time that the response is prepared.</summary>
    public Action<RequestContext> BeforeReading { get; set; } = _ => { };

    /// <summary>
    /// Called in place of each root field of a mutation, one after the other. It executes the field by
    /// <see cref="MutationCall.RunAsync"/>.
    /// </summary>
    public Func<MutationCall, ValueTask<object?>> AroundMutation { get; set; } = call => call.RunAsync();

    /// <summary>
    /// Whether an exception means that a service the API depends on cannot be reached. The response then has status 503 and no
    /// data, because partial data would look as if the rest did not exist.
    /// </summary>
    public Func<Exception, bool> IsOutage { get; set; } = _ => false;

    /// <summary>
    /// Called when the response is complete, before its first byte is sent. If it throws, the response is not sent. It returns
    /// false if the data is no longer valid: the response is then prepared again, and a mutation is not executed again.
    /// </summary>
    public Func<RequestContext, Task<bool>> BeforeAnswer { get; set; } = _ => Task.FromResult(true);
}
