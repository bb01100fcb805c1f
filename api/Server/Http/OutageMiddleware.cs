using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Http;

/// <summary>
/// Answers 503 wherever a request meets a database that is out of reach: also where it is needed before GraphQL begins, to
/// find out in which scope a caller acts.
/// </summary>
internal sealed partial class OutageMiddleware(RequestDelegate next, ILogger<OutageMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (DatabaseOutage.Is(exception) && !context.Response.HasStarted)
        {
            LogOutOfReach(exception);
            context.Response.Clear();
            await Refusal.DatabaseUnavailable.WriteAsync(context);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is out of reach; the client was told to try again.")]
    private partial void LogOutOfReach(Exception exception);
}
