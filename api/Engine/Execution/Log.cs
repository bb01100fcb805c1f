using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>What the engine logs. Names of the schema and ids only, never a value.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Field {Field} failed; the client was told {ErrorId}.")]
    public static partial void ResolverFailed(ILogger logger, Exception exception, string field, string errorId);

    [LoggerMessage(LogLevel.Warning, "The database is out of reach; the client was told to try again.")]
    public static partial void OutOfReach(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "A subscriber's connection is broken off: it did not receive a message within {Seconds} seconds.")]
    public static partial void SubscriberGivenUp(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Error, "The request failed; the client was told {ErrorId}.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string errorId);

    [LoggerMessage("{Type} {Operation} of {View} ended: {Outcome}, cost {Cost}, {Milliseconds:F1} ms.")]
    public static partial void OperationEnded(ILogger logger, LogLevel level, string operation, string type, string view, string outcome, double cost, double milliseconds);
}
