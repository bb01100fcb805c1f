namespace Integration.Graph.Server.Storage;

/// <content>What is said while the database is made ready.</content>
internal sealed partial class StorageInitializer
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The seed data was new or had changed; it is loaded.")]
    private static partial void LogReferenceDataLoaded(ILogger logger);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information,
        Message = "Made a demonstration world of {Count} invented persons in {Took}.")]
    private static partial void LogDemoWorldMade(ILogger logger, int count, TimeSpan took);
}
