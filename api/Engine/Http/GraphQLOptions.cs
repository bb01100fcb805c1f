using Integration.Graph.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Http;

/// <summary>How the GraphQL endpoint behaves. Every limit has an error that names it.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Longest request body, in bytes.</summary>
    public long MaxRequestBodySize { get; set; } = 256 * 1024;

    /// <summary>Most tokens of a document.</summary>
    public int MaxTokens { get; set; } = 10_000;

    /// <summary>Deepest nesting of selections.</summary>
    public int MaxDepth { get; set; } = 15;

    /// <summary>Most aliases of a document.</summary>
    public int MaxAliases { get; set; } = 100;

    /// <summary>How long an operation may take.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Documents whose plans are kept, in characters of text.</summary>
    public long PlanCacheSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>The name of the view that a request has; the empty view unless said otherwise.</summary>
    public Func<HttpContext, string> View { get; set; } = _ => "";

    /// <summary>Tells callers apart who must not use each other's cursors.</summary>
    public Func<HttpContext, string> CallerKey { get; set; } = _ => "";

    /// <summary>
    /// Called when the answer is complete and before its first byte leaves; if it throws, the answer does not leave.
    /// </summary>
    public Func<RequestContext, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;
}
