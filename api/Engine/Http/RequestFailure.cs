using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Http;

/// <summary>What a client is told of an operation that ended with an exception.</summary>
internal static class RequestFailure
{
    /// <summary>The errors; what is not meant for clients is logged under an id, which is all that they get.</summary>
    /// <param name="exception">What it ended with.</param>
    /// <param name="options">Say what an outage is.</param>
    /// <param name="logger">Takes it.</param>
    /// <param name="view">Whose operation it was; null if that is not known, or was long ago.</param>
    public static IReadOnlyList<GraphQLError> ErrorsOf(Exception exception, GraphQLOptions options, ILogger logger, string? view = null)
    {
        // What is asked before an operation runs, such as who the caller is, meets outages too.
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
