using System.Data.Common;
using System.Reflection;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Applies migrations up to this program's version, and refuses a database of a newer version.</summary>
internal sealed class DatabaseMigrator(IOptions<DatabaseOptions> options, ILogger<DatabaseMigrator> logger)
{
    // Any number works, if all processes of the product use the same one.
    private const long AdvisoryLock = 0x52_4B_47_52_41_50_48;
    private const string VersionMark = "program-version";

    /// <summary>This program's version, as <c>--version</c> prints it.</summary>
    public static string ProgramVersion { get; } =
        typeof(DatabaseMigrator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Returns the migrations that the database lacks, in order. Changes nothing.</summary>
    /// <exception cref="StorageException">The database is of a newer version.</exception>
    public static async Task<IReadOnlyList<string>> PendingAsync(GraphContext context, CancellationToken cancellationToken = default)
    {
        // Opening a missing SQLite file would create it.
        var exists = context.Database.GetDbConnection() is SqliteConnection sqlite
            ? File.Exists(sqlite.DataSource)
            : await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken);
        return exists ? await LackingAsync(context, cancellationToken) : [.. context.Database.GetMigrations()];
    }

    /// <summary>Creates the database if it is missing, and applies the pending migrations.</summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="StorageException">The database is of a newer version, or its folder cannot be written.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(GraphContext context, CancellationToken cancellationToken = default)
    {
        await EnsureDatabaseAsync(context, cancellationToken);
        await using var turn = await TakeTurnAsync(cancellationToken);
        return await ApplyAsync(context, cancellationToken);
    }

    /// <summary>
    /// Applies the pending migrations when a server starts, if <c>Database:Migrate</c> allows it. Processes that start on
    /// one PostgreSQL at the same time run one after the other.
    /// </summary>
    /// <returns>The lock, which is released when disposed; null if none is needed.</returns>
    /// <exception cref="StorageException">As above, or migrations are pending that the server must not apply.</exception>
    public async Task<IAsyncDisposable?> BringUpToDateAsync(GraphContext context, CancellationToken cancellationToken = default)
    {
        if (!options.Value.Migrate && await PendingAsync(context, cancellationToken) is { Count: > 0 } pending)
        {
            throw new StorageException($"The database lacks {pending.Count} migration(s) of this version ({string.Join(", ", pending)}), and Database:Migrate is false. "
                + "Make a backup, run the command migrate, and start the server again.");
        }

        await EnsureDatabaseAsync(context, cancellationToken);
        var turn = await TakeTurnAsync(cancellationToken);
        try
        {
            await ApplyAsync(context, cancellationToken);
            return turn;
        }
        catch
        {
            if (turn is not null)
            {
                await turn.DisposeAsync();
            }

            throw;
        }
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(GraphContext context, CancellationToken cancellationToken)
    {
        var pending = await LackingAsync(context, cancellationToken);
        if (pending.Count == 0)
        {
            return pending;
        }

        await context.Database.MigrateAsync(cancellationToken);
        if (await context.StorageMarks.FindAsync([VersionMark], cancellationToken) is { } mark)
        {
            mark.Value = ProgramVersion;
        }
        else
        {
            context.Add(new StorageMark { Name = VersionMark, Value = ProgramVersion });
        }

        await context.SaveChangesAsync(cancellationToken);
        return pending;
    }

    private static async Task<IReadOnlyList<string>> LackingAsync(GraphContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var unknown = applied.Except(known).ToList();
        if (unknown.Count == 0)
        {
            return [.. known.Except(applied)];
        }

        throw new StorageException($"The database is of a newer version of the program: it has the migration(s) {string.Join(", ", unknown)}, "
            + $"which this version ({ProgramVersion}) does not have. Run version {await VersionAsync(context, cancellationToken)} or a newer one, or restore the backup from before the upgrade.");
    }

    // Used for this message only: the program that wrote the mark may have changed the table since.
    private static async Task<string> VersionAsync(GraphContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.StorageMarks.Where(x => x.Name == VersionMark).Select(x => x.Value).SingleOrDefaultAsync(cancellationToken) ?? "with these migrations";
        }
        catch (DbException)
        {
            return "with these migrations";
        }
    }

    private async Task EnsureDatabaseAsync(GraphContext context, CancellationToken cancellationToken)
    {
        if (context.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            if (DataFolder.ProblemOf(Path.GetDirectoryName(sqlite.DataSource)!, "Data:Folder or Database:ConnectionString") is { } problem)
            {
                throw new StorageException("The database cannot be opened. " + problem);
            }
            // EF Core sets the journal mode only for a file that it creates itself.
            if (SqliteFile.Protect(sqlite.DataSource, logger))
            {
                await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = 'wal'", cancellationToken);
            }

            return;
        }

        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process has created the database meanwhile, which is fine.
        }
    }

    // The lock belongs to its own connection and ends with it, even if the process is killed.
    private async Task<DbConnection?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsPostgreSql)
        {
            return null;
        }

        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({AdvisoryLock})";
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}
