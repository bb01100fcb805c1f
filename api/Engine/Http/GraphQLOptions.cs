using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Planning.Rows;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Http;

/// <summary>How the GraphQL endpoint behaves. Every limit has an error that names it.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Longest request body, in bytes.</summary>
    public long MaxRequestBodySize { get; set; } = 256 * 1024;

    /// <summary>Most tokens of a document; comments and commas do not count.</summary>
    public int MaxTokens { get; set; } = 10_000;

    /// <summary>Most uses of directives in a document.</summary>
    public int MaxDirectives { get; set; } = 500;

    /// <summary>Most fragment definitions of a document.</summary>
    public int MaxFragments { get; set; } = 500;

    /// <summary>Deepest nesting of selected fields, those that fragments bring included. Introspection does not count.</summary>
    public int MaxDepth { get; set; } = 15;

    /// <summary>How often introspection may go from a list of types or fields to another one.</summary>
    public int MaxIntrospectionDepth { get; set; } = 2;

    /// <summary>Most aliases of a document.</summary>
    public int MaxAliases { get; set; } = 100;

    /// <summary>More planned fields than a sane operation has; fragments used many times over can ask for more. Only tests need another number.</summary>
    internal int MaxPlannedFields { get; init; } = 5_000;

    /// <summary>
    /// More selections than a sane operation has, looked at while fields are collected: a fragment that is spread under
    /// several conditions is looked at for each chain of them, and chains of chains grow without end.
    /// </summary>
    internal int MaxCollectedSelections { get; init; } = 10_000;

    /// <summary>How many rows a page of a connection has when the request does not say.</summary>
    public int DefaultPageSize { get; set; } = PagingLimits.Usual.Default;

    /// <summary>Most rows that a page of a connection may have.</summary>
    public int MaxPageSize { get; set; } = PagingLimits.Usual.Most;

    /// <summary>Highest cost of an operation, as <c>@cost</c> and <c>@listSize</c> of the printed schema add up.</summary>
    public int MaxCost { get; set; } = 20_000;

    /// <summary>The highest cost for a view, by its name or <see cref="NoView"/>, where it is another one.</summary>
    public IDictionary<string, int> MaxCostByView { get; } = new Dictionary<string, int>();

    /// <summary>Stands for the view that has no name in <see cref="MaxCostByView"/>.</summary>
    public const string NoView = "ANONYMOUS";

    /// <summary>A folder of documents named by their SHA-256, <c>{sha256}.graphql</c>, which a request selects by <c>id</c>; none without it.</summary>
    public string? TrustedDocuments { get; set; }

    /// <summary>Whether only those documents are run, and none that a request brings along.</summary>
    public bool OnlyTrustedDocuments { get; set; }

    /// <summary>How long an operation may take. What it has asked of the database is cancelled then.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much memory the plans of known documents may take, in bytes, about.</summary>
    public long PlanCacheSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>The name of the view that a request has; the empty view unless said otherwise.</summary>
    public Func<HttpContext, string> View { get; set; } = _ => "";

    /// <summary>Tells callers apart who must not use each other's cursors.</summary>
    public Func<HttpContext, string> CallerKey { get; set; } = _ => "";

    /// <summary>How WebSockets, event streams and subscriptions behave.</summary>
    public SubscriptionOptions Subscriptions { get; } = new();

    /// <summary>Called before anything is read for an answer, each time that it is made.</summary>
    public Action<RequestContext> BeforeReading { get; set; } = _ => { };

    /// <summary>
    /// Called instead of each root field of a mutation, one after the other; calls the field by <see cref="MutationCall.RunAsync"/>.
    /// </summary>
    public Func<MutationCall, ValueTask<object?>> AroundMutation { get; set; } = call => call.RunAsync();

    /// <summary>
    /// Whether an exception means that something the service lives on is out of reach for now. The whole answer is then
    /// status 503 without data, since what could be read before would be told as if the rest did not exist.
    /// </summary>
    public Func<Exception, bool> IsOutage { get; set; } = _ => false;

    /// <summary>
    /// Called when the answer is complete and before its first byte leaves; if it throws, the answer does not leave. False
    /// if what was read does not hold any longer: the answer is then made again, without doing a mutation again.
    /// </summary>
    public Func<RequestContext, Task<bool>> BeforeAnswer { get; set; } = _ => Task.FromResult(true);
}
