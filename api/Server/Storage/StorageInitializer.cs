using System.Data.Common;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.ReferenceData;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Storage;

/// <summary>Prepares the database before the first request: tables, reference data and demonstration world.</summary>
internal sealed partial class StorageInitializer(
    IServiceProvider services, IHostEnvironment environment, TimeProvider time, ILogger<StorageInitializer> logger)
{
    /// <summary>
    /// Checks every setting, then does whatever is missing. If nothing is missing, this takes a few queries. Processes that
    /// start on one PostgreSQL at the same time run one after the other.
    /// </summary>
    /// <exception cref="StorageException">
    /// Settings are wrong, the database cannot be opened or is of another version, or the seed data cannot be loaded. The
    /// message lists all problems.
    /// </exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        if (SettingsCheck.ProblemsIn(services) is { Count: > 0 } problems)
        {
            throw new SettingsException($"The settings have {problems.Count} problem(s):{Environment.NewLine}" + string.Join(Environment.NewLine, problems.Select(x => "  " + x)));
        }
        // Only after the check, because creating a context reads the settings.
        var contexts = services.GetRequiredService<IDbContextFactory<GraphContext>>();
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var turn = await services.GetRequiredService<DatabaseMigrator>().BringUpToDateAsync(context, cancellationToken);
            await NormalisedNames.FillAsync(context, cancellationToken);
            var source = services.GetRequiredService<IOptions<SeedOptions>>().Value.Source(environment);
            if (await new ReferenceDataLoader(context).LoadAsync(source, cancellationToken))
            {
                LogReferenceDataLoaded(logger);
            }

            await MakeDemoWorldAsync(context, source, cancellationToken);
            await ReadNoticeAsync(context, source, cancellationToken);
            await services.GetRequiredService<ReferenceTablesSource>().ReloadAsync(cancellationToken);
        }
        catch (Exception exception) when ((exception as InvalidOperationException)?.InnerException is DbException
            || exception is DbException or IOException or UnauthorizedAccessException)
        {
            // EF Core wraps transient failures in an exception whose message does not help the operator.
            var cause = exception is InvalidOperationException ? exception.InnerException! : exception;
            throw new StorageException(
                $"The database cannot be prepared: {cause.Message} Check Database:Provider and Database:ConnectionString.", exception);
        }
    }

    // Once only: a database that contains or ever contained a person is not changed.
    private async Task MakeDemoWorldAsync(GraphContext context, SeedSource source, CancellationToken cancellationToken)
    {
        var count = services.GetRequiredService<IOptions<DemoOptions>>().Value.Count(environment);
        if (count == 0
            || await DataNotice.IsDemonstrationAsync(context, cancellationToken)
            || await context.Refugees.AnyAsync(cancellationToken))
        {
            return;
        }

        var began = time.GetTimestamp();
        var today = DemoClock.DayOf(time.GetUtcNow());
        var batches = DemoWorld.Generate(SeedData.Read(source), count, today);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await DemoBatch.WriteAsync(context, batches, cancellationToken);
        context.Add(new StorageMark { Name = StorageMark.DemonstrationWorld, Value = $"{count} persons, {today:O}" });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var took = time.GetElapsedTime(began);
        LogDemoWorldMade(logger, count, took);
    }

    // Outside Development, the operator is always warned about assumptions and invented persons.
    private async Task ReadNoticeAsync(GraphContext context, SeedSource source, CancellationToken cancellationToken)
    {
        var notice = services.GetRequiredService<DataNotice>();
        await notice.ReadAsync(context, cancellationToken);
        if (environment.IsDevelopment())
        {
            return;
        }

        if (notice.IsDemonstration)
        {
            LogDemonstration(logger, environment.EnvironmentName);
        }

        if (!notice.HasAssumptions)
        {
            return;
        }

        if (source.Assumed)
        {
            LogAssumptionsLoaded(logger, notice.AssumedBranches, notice.AssumedActivities, environment.EnvironmentName);
        }
        else
        {
            LogAssumptionsKept(logger, notice.AssumedBranches, notice.AssumedActivities);
        }
    }
}

/// <summary>The storage cannot be prepared. The message says what to do.</summary>
internal class StorageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Settings are wrong. The message lists them.</summary>
internal sealed class SettingsException(string message, Exception? inner = null) : StorageException(message, inner);
