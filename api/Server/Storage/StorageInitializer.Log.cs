namespace Integration.Graph.Server.Storage;

/// <content>Log messages of the initialization.</content>
internal sealed partial class StorageInitializer
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Seed data loaded, because it was new or had changed")]
    private static partial void LogReferenceDataLoaded(ILogger logger);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "The database contains, or has contained, invented persons of a demonstration world, and the environment is {Environment}. Every page shows a notice. Use another database for real persons.")]
    private static partial void LogDemonstration(ILogger logger, string environment);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "Seed:Assumed is true in the environment {Environment}: {Branches} branches and {Activities} activities are assumptions. Every page shows a notice. Leave out the setting to load only documented ones.")]
    private static partial void LogAssumptionsLoaded(ILogger logger, int branches, int activities, string environment);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning,
        Message = "Seed:Assumed is false, but {Branches} branches and {Activities} activities that are assumptions stay in the database, because referrals, volunteers or other rows refer to them. Every page shows a notice. To confirm that a branch exists, list it with origin ENTERED in a file branches.csv in Seed:Folder.")]
    private static partial void LogAssumptionsKept(ILogger logger, int branches, int activities);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information,
        Message = "Demonstration world of {Count} invented persons generated in {Took}")]
    private static partial void LogDemoWorldMade(ILogger logger, int count, TimeSpan took);
}
