using System.Globalization;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Http;

/// <summary>
/// Responds to a request that cannot be read to its end, and to an unexpected exception. The log has the details of the exception
/// under an id, and the client gets the id.
/// </summary>
internal sealed partial class FailureMiddleware(RequestDelegate next, ILogger<FailureMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await new Refusal(bad.StatusCode, "HTTP_" + bad.StatusCode.ToString(CultureInfo.InvariantCulture), "",
                "The request cannot be read: its body is too large, too slow, incomplete or of the wrong form.").WriteAsync(context);
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var id = Guid.NewGuid().ToString("n");
            LogFailed(unexpected, id);
            context.Response.Clear();
            await new Refusal(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "",
                $"Something went wrong inside the server. Its log has the details under {id}.").WriteAsync(context);
        }
    }

    [LoggerMessage(LogLevel.Error, "Request failed; the client received the error id {ErrorId}")]
    private partial void LogFailed(Exception exception, string errorId);
}
