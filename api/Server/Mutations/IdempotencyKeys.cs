using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// Support for the header <c>Idempotency-Key</c>. A repeated mutation with the same header is not executed again: it returns the
/// first result, read with the caller's present rights. See decisions/0008.
/// </summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";
    public const string ReusedCode = "IDEMPOTENCY_KEY_REUSED";
    public const string InvalidCode = "IDEMPOTENCY_KEY_INVALID";

    /// <summary>Minimum length. Two mutations could have the same shorter header by chance.</summary>
    public const int ShortestHeader = 16;
    public const int LongestHeader = 128;

    /// <summary>Runs a root field of a mutation, and passes its identity to its transaction.</summary>
    public static async ValueTask<object?> RunAsync(MutationCall call)
    {
        var http = call.Context.Service<IHttpContextAccessor>().HttpContext;
        // On a WebSocket the header would belong to the connection, and every mutation on it would have the same key.
        if (http is null || http.WebSockets.IsWebSocketRequest || http.Request.Headers[Header] is not [{ } header])
        {
            return await call.RunAsync();
        }

        var db = call.Context.Service<GraphContext>();
        try
        {
            db.Repetition = Repetition.Of(header, call.Context.Service<Caller>(), call, call.Context.Service<RequestMoment>().Now);
            return await call.RunAsync();
        }
        finally
        {
            // Contexts are pooled, and other requests use them again.
            db.Repetition = null;
        }
    }

    /// <summary>Refuses a request with a malformed header before anything is executed.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers[Header];
        return header.Count == 0 || (header is [{ Length: >= ShortestHeader and <= LongestHeader } text] && text.All(x => x is > ' ' and < '\x7f'))
            ? next(context)
            : new Refusal(400, InvalidCode, "",
                $"Idempotency-Key must be one text of {ShortestHeader} to {LongestHeader} printable ASCII characters without spaces, such as a UUID.").WriteAsync(context);
    }
}
