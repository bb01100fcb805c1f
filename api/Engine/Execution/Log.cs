using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>The engine's log messages. They contain names of the schema and ids only, never a value.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Field {Field} failed; the response names error {ErrorId}.")]
    public static partial void ResolverFailed(ILogger logger, Exception exception, string field, string errorId);

    [LoggerMessage(LogLevel.Warning, "The database cannot be reached; the response asks the client to retry.")]
    public static partial void OutOfReach(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Connection of a subscriber aborted: it did not receive a message within {Seconds} s.")]
    public static partial void SubscriberGivenUp(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Error, "Request failed; the response names error {ErrorId}.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string errorId);

    [LoggerMessage("{Type} {Operation} of {View} ended: {Outcome}, cost {Cost}, {Milliseconds:F1} ms.")]
    public static partial void OperationEnded(ILogger logger, LogLevel level, string operation, string type, string view, string outcome, double cost, double milliseconds);
}
