using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Http;

/// <summary>
/// Responds with 503 to every request that fails because the database is out of reach, also before GraphQL begins, when the
/// caller's scope is looked up.
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

    [LoggerMessage(LogLevel.Warning, "Database out of reach; the client received status 503 and may try again")]
    private partial void LogOutOfReach(Exception exception);
}
