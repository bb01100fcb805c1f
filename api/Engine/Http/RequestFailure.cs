using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Http;

/// <summary>Converts exceptions of an operation to errors for the client.</summary>
internal static class RequestFailure
{
    /// <summary>Returns the errors. An exception that is not meant for clients is logged, and the error has only its id.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="options">The options, which define an outage.</param>
    /// <param name="logger">Logs the exception.</param>
    /// <param name="view">The view of the operation; null if it is unknown or no longer relevant.</param>
    public static IReadOnlyList<GraphQLError> ErrorsOf(Exception exception, GraphQLOptions options, ILogger logger, string? view = null)
    {
        // Steps before the operation, such as the authentication of the caller, can meet outages too.
        switch (exception is not OutageException && options.IsOutage(exception) ? new OutageException(exception) : exception)
        {
            case GraphQLRequestException refused:
                Telemetry.Refused(refused.Errors[0].Code, view);
                return refused.Errors;
            case OutageException outage:
                Log.OutOfReach(logger, outage.InnerException!);
                return [outage.Error];
            case SubscriberTooSlowException slow:
                return [new GraphQLError(slow.Message) { Code = ErrorCodes.SubscriberTooSlow }];
            case CallerRefusedException refused:
                return [new GraphQLError(refused.Message) { Code = ErrorCodes.NotAuthenticated }];
            case GraphQLException meant:
                return [new GraphQLError(meant.Message) { Code = meant.Code }];
            default:
                var id = Guid.NewGuid().ToString("n");
                Log.RequestFailed(logger, exception, id);
                return [new GraphQLError($"Something went wrong inside the server. Its log has the details under {id}.") { Code = ErrorCodes.Internal }];
        }
    }
}
