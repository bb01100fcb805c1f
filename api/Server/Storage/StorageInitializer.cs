using System.Data.Common;
using Integration.Graph.Server.Storage.Demo;
using Integration.Graph.Server.Storage.Seeding;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Makes the database ready before the first answer: tables, reference data, demonstration world.</summary>
internal sealed partial class StorageInitializer(
    IServiceProvider services, IHostEnvironment environment, TimeProvider time, ILogger<StorageInitializer> logger)
{
    // Any number will do, as long as every process of the product uses the same.
    private const long AdvisoryLock = 0x52_4B_47_52_41_50_48;

    /// <summary>
    /// Checks every setting, then does what is missing; where nothing is, that takes a few queries. Several processes
    /// that start on one PostgreSQL at once take turns.
    /// </summary>
    /// <exception cref="StorageException">
    /// Settings are wrong, the database cannot be opened, or the seed data cannot be loaded: all problems are listed.
    /// </exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        CheckSettings();
        // Only now: making the contexts reads the settings.
        var contexts = services.GetRequiredService<IDbContextFactory<GraphContext>>();
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await EnsureDatabaseAsync(context, cancellationToken);
            await using var turn = await TakeTurnAsync(services.GetRequiredService<IOptions<DatabaseOptions>>().Value, cancellationToken);
            if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                await context.Database.MigrateAsync(cancellationToken);
            await NormalisedNames.FillAsync(context, cancellationToken);
            var source = services.GetRequiredService<IOptions<SeedOptions>>().Value.Source(environment);
            if (await new ReferenceDataLoader(context).LoadAsync(source, cancellationToken))
                LogReferenceDataLoaded(logger);
            await MakeDemoWorldAsync(context, source, cancellationToken);
            await ReadNoticeAsync(context, source, cancellationToken);
            await services.GetRequiredService<ReferenceDataSource>().ReloadAsync(cancellationToken);
        }
        catch (Exception exception) when ((exception as InvalidOperationException)?.InnerException is DbException
            || exception is DbException or IOException or UnauthorizedAccessException)
        {
            // EF Core wraps what may pass by itself in an exception that says nothing to the person at the console.
            var cause = exception is InvalidOperationException ? exception.InnerException! : exception;
            throw new StorageException(
                $"The database cannot be made ready: {cause.Message} See Database:Provider and Database:ConnectionString.", exception);
        }
    }

    // Every feature's settings are checked here, so that whoever starts the server corrects them all at once.
    private void CheckSettings()
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (Exception exception) when (ValidationsIn(exception) is not null)
        {
            var problems = ValidationsIn(exception)!.SelectMany(x => x.Failures).ToList();
            throw new StorageException($"The settings have {problems.Count} problem(s):{Environment.NewLine}"
                + string.Join(Environment.NewLine, problems.Select(x => "  " + x)), exception);
        }
    }

    private static List<OptionsValidationException>? ValidationsIn(Exception exception)
    {
        var all = exception is AggregateException several ? several.InnerExceptions.ToList() : [exception];
        return all.All(x => x is OptionsValidationException) ? [.. all.Cast<OptionsValidationException>()] : null;
    }

    // Once: a database that has or ever had a person in it is left alone.
    private async Task MakeDemoWorldAsync(GraphContext context, SeedSource source, CancellationToken cancellationToken)
    {
        var count = services.GetRequiredService<IOptions<DemoOptions>>().Value.Count(environment);
        if (count == 0
            || await DataNotice.IsDemonstrationAsync(context, cancellationToken)
            || await context.Refugees.AnyAsync(cancellationToken))
            return;
        var began = time.GetTimestamp();
        var today = DemoClock.DayOf(time.GetUtcNow());
        var batches = DemoWorld.Generate(SeedData.Read(source), count, today);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await BulkWriter.WriteAsync(context, batches, cancellationToken);
        context.Add(new StorageMark { Name = StorageMark.DemonstrationWorld, Value = $"{count} persons, {today:O}" });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var took = time.GetElapsedTime(began);
        LogDemoWorldMade(logger, count, took);
    }

    // Assumptions and invented persons are never shown outside Development without a word to the operator.
    private async Task ReadNoticeAsync(GraphContext context, SeedSource source, CancellationToken cancellationToken)
    {
        var notice = services.GetRequiredService<DataNotice>();
        await notice.ReadAsync(context, cancellationToken);
        if (environment.IsDevelopment())
            return;
        if (notice.IsDemonstration)
            LogDemonstration(logger, environment.EnvironmentName);
        if (!notice.HasAssumptions)
            return;
        if (source.Assumed)
            LogAssumptionsLoaded(logger, notice.AssumedBranches, notice.AssumedActivities, environment.EnvironmentName);
        else
            LogAssumptionsKept(logger, notice.AssumedBranches, notice.AssumedActivities);
    }

    private async Task EnsureDatabaseAsync(GraphContext context, CancellationToken cancellationToken)
    {
        if (context.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            // EF Core sets the journal only for a file that it makes itself.
            if (SqliteFile.Protect(sqlite.DataSource, logger))
                await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = 'wal'", cancellationToken);
            return;
        }
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
            return;
        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process has made it in the meantime, which is what was wanted.
        }
    }

    // The lock belongs to a connection of its own and ends with it, even if the process is killed.
    private static async Task<DbConnection?> TakeTurnAsync(DatabaseOptions options, CancellationToken cancellationToken)
    {
        if (!options.IsPostgreSql)
            return null;
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({AdvisoryLock})";
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}

/// <summary>The storage cannot be made ready; the message says what to do.</summary>
internal class StorageException(string message, Exception? inner = null) : Exception(message, inner);
