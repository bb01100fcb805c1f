using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// A mutation that comes again with the same header <c>Idempotency-Key</c> is not done again: it answers what was done,
/// with the rights that the caller has now. See decisions/0008.
/// </summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";
    public const string ReusedCode = "IDEMPOTENCY_KEY_REUSED";
    public const string InvalidCode = "IDEMPOTENCY_KEY_INVALID";

    /// <summary>Shorter ones are no random numbers, and two mutations could have the same one by chance.</summary>
    public const int ShortestHeader = 16;
    public const int LongestHeader = 128;

    /// <summary>Runs a root field of a mutation, and lets its transaction know what makes it the same one.</summary>
    public static async ValueTask<object?> RunAsync(MutationCall call)
    {
        var http = call.Context.Service<IHttpContextAccessor>().HttpContext;
        // On a WebSocket a header would be the connection's, and every mutation on it the same one.
        if (http is null || http.WebSockets.IsWebSocketRequest || http.Request.Headers[Header] is not [{ } header])
            return await call.RunAsync();
        var db = call.Context.Service<GraphContext>();
        try
        {
            db.Repetition = Repetition.Of(header, call.Context.Service<Caller>(), call, call.Context.Service<RequestMoment>().Now);
            return await call.RunAsync();
        }
        finally
        {
            // Contexts are used again by others.
            db.Repetition = null;
        }
    }

    /// <summary>Refuses a header that cannot be one, before anything is done.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers[Header];
        return header.Count == 0 || (header is [{ Length: >= ShortestHeader and <= LongestHeader } text] && text.All(x => x is > ' ' and < '\x7f'))
            ? next(context)
            : new Refusal(400, InvalidCode, "",
                $"Idempotency-Key must be one text of {ShortestHeader} to {LongestHeader} printable ASCII characters without spaces, such as a UUID.").WriteAsync(context);
    }
}
