namespace Integration.Graph.Server.Storage;

/// <content>What is said while the database is made ready.</content>
internal sealed partial class StorageInitializer
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The seed data was new or had changed; it is loaded.")]
    private static partial void LogReferenceDataLoaded(ILogger logger);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "The database holds, or has held, invented persons of a demonstration world, and the environment is {Environment}. Every page says so. Use another database for real persons.")]
    private static partial void LogDemonstration(ILogger logger, string environment);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "Seed:Assumed is true in the environment {Environment}: {Branches} branches and {Activities} activities are assumptions. Every page says so. Leave the setting out to load what is documented only.")]
    private static partial void LogAssumptionsLoaded(ILogger logger, int branches, int activities, string environment);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning,
        Message = "Seed:Assumed is false, but {Branches} branches and {Activities} activities that are assumptions stay in the database, because referrals, volunteers or other rows refer to them. Every page says so. A file branches.csv in Seed:Folder can say that a branch exists (origin ENTERED).")]
    private static partial void LogAssumptionsKept(ILogger logger, int branches, int activities);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information,
        Message = "Made a demonstration world of {Count} invented persons in {Took}.")]
    private static partial void LogDemoWorldMade(ILogger logger, int count, TimeSpan took);
}
