using System.Data.Common;
using Integration.Graph.Server.Storage.Seeding;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Makes the database ready before the first answer: tables, reference data, demonstration world.</summary>
internal sealed class StorageInitializer(
    IDbContextFactory<GraphContext> contexts, IOptions<DatabaseOptions> database, ReferenceDataSource reference,
    IServiceProvider services)
{
    // Any number will do, as long as every process of the product uses the same.
    private const long AdvisoryLock = 0x52_4B_47_52_41_50_48;

    /// <summary>
    /// Checks every setting, then does what is missing; where nothing is, that takes a few queries. Several processes
    /// that start on one PostgreSQL at once take turns.
    /// </summary>
    /// <exception cref="OptionsValidationException">Settings are wrong; all problems are listed.</exception>
    /// <exception cref="StorageException">The database cannot be opened, or the seed data cannot be loaded.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        services.GetService<IStartupValidator>()?.Validate();
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await EnsureDatabaseAsync(context, cancellationToken);
            await using var turn = await TakeTurnAsync(database.Value, cancellationToken);
            if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                await context.Database.MigrateAsync(cancellationToken);
            await new ReferenceDataLoader(context).LoadAsync(SeedData.DefaultFolder, cancellationToken);
            await reference.ReloadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The database cannot be made ready: {exception.Message} See Database:Provider and Database:ConnectionString.", exception);
        }
    }

    private static async Task EnsureDatabaseAsync(GraphContext context, CancellationToken cancellationToken)
    {
        if (context.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(sqlite.DataSource)!);
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
