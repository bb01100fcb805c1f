using System.Globalization;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integration.Graph.Server.Tests.Databases;

/// <summary>
/// A database for one test: empty, or migrated and filled with the reference data as a copy of a template. A template is
/// created once per run. Disposing deletes the database or frees it for the next test (<see cref="ReusableDatabase"/>).
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string FolderPrefix = "integration-graph-sqlite-";

    private static readonly string Folder = Directory.CreateDirectory(
        Path.Combine(PostgresCluster.Parent, FolderPrefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;

    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Dictionary<Content, TestDatabase> Templates = [];
    private static int _count;

    static TestDatabase()
    {
        foreach (var folder in PostgresCluster.LeftOvers(FolderPrefix))
        {
            Directory.Delete(folder, recursive: true);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }

    private readonly string _name;
    private ReusableDatabase? _reusable;
    private bool _isDisposed;

    private TestDatabase(DatabaseOptions options)
    {
        (Kind, _name, Options) = (options.IsSqlite ? DatabaseKind.Sqlite : DatabaseKind.PostgreSql, "", options);
    }

    private TestDatabase(DatabaseKind kind)
        : this(kind, "test" + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture))
    {
    }

    private TestDatabase(ReusableDatabase reusable)
        : this(DatabaseKind.PostgreSql, reusable.Name) => _reusable = reusable;

    private TestDatabase(DatabaseKind kind, string name)
    {
        (Kind, _name) = (kind, name);
        Options = kind == DatabaseKind.Sqlite
            ? new() { Provider = DatabaseOptions.Sqlite, ConnectionString = $"Data Source={File};Foreign Keys=True" }
            : new() { Provider = DatabaseOptions.PostgreSql, ConnectionString = PostgresCluster.ConnectionString(_name) };
    }

    public DatabaseKind Kind { get; }

    public DatabaseOptions Options { get; }

    /// <summary>Settings that connect a server to this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Database:Provider"] = Options.Provider,
        ["Database:ConnectionString"] = Options.ConnectionString,
    };

    private string File => Path.Combine(Folder, _name + ".db");

    /// <summary>
    /// Creates a migrated database with the reference data, and a demonstration world if <paramref name="refugees"/> is not
    /// 0.
    /// </summary>
    /// <param name="kind">Which database.</param>
    /// <param name="refugees">Number of invented persons.</param>
    /// <param name="today">The day for which the world is generated.</param>
    public static Task<TestDatabase> CreateAsync(DatabaseKind kind, int refugees = 0, DateOnly today = default) =>
        CopyAsync(new(kind, refugees, today, HasTestCountry: false));

    /// <summary>Creates a migrated database with the reference data and <see cref="TestCountry"/>.</summary>
    public static Task<TestDatabase> WithTestCountryAsync(DatabaseKind kind) => CopyAsync(new(kind, 0, default, HasTestCountry: true));

    /// <summary>Like <see cref="WithTestCountryAsync"/>, but never reused. For tests that read the database's files.</summary>
    public static Task<TestDatabase> UnusedAsync(DatabaseKind kind) => CopyAsync(new(kind, 0, default, HasTestCountry: true), mayBeUsed: false);

    /// <summary>A database without tables. On PostgreSQL, the database does not exist yet.</summary>
    public static TestDatabase Empty(DatabaseKind kind) => new(kind);

    /// <summary>A database elsewhere, which its creator cleans up.</summary>
    public static TestDatabase At(DatabaseOptions options) => new(options);

    public GraphContext CreateContext()
    {
        var builder = new DbContextOptionsBuilder<GraphContext>();
        StorageRegistration.Use(builder, Options);
        return new GraphContext(builder.EnableSensitiveDataLogging().Options);
    }

    public async ValueTask DisposeAsync()
    {
        // Both a scene and the server on its database call this. By the second call another test may use the database.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        if (_reusable is not null && await _reusable.ReturnAsync())
        {
            return;
        }

        CloseConnections();
        if (_name.Length == 0)
        {
            return;
        }

        if (Kind == DatabaseKind.Sqlite)
        {
            foreach (var file in Directory.GetFiles(Folder, _name + ".db*"))
            {
                System.IO.File.Delete(file);
            }
        }
        else
        {
            await OnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
    }

    private static async Task<TestDatabase> CopyAsync(Content content, bool mayBeUsed = true)
    {
        await Turn.WaitAsync();
        try
        {
            if (!Templates.TryGetValue(content, out var template))
            {
                template = new TestDatabase(content.Kind);
                await template.FillAsync(content);
                Templates.Add(content, template);
            }

            if (content.Kind == DatabaseKind.Sqlite)
            {
                var file = new TestDatabase(content.Kind);
                System.IO.File.Copy(template.File, file.File);
                return file;
            }

            // Copying a demonstration world again is faster than restoring it.
            var isReusable = content.Refugees == 0 && mayBeUsed;
            if (isReusable && ReusableDatabase.Take(template._name) is { } used)
            {
                return new TestDatabase(used);
            }

            var database = new TestDatabase(content.Kind);
            await OnServerAsync($"CREATE DATABASE {database._name} TEMPLATE {template._name}");
            if (isReusable)
            {
                database._reusable = await ReusableDatabase.OfAsync(database._name, template._name);
            }

            return database;
        }
        finally
        {
            Turn.Release();
        }
    }

    private async Task FillAsync(Content content)
    {
        await using (var context = CreateContext())
        {
            await context.Database.MigrateAsync();
            await NormalisedNames.FillAsync(context);
            await new ReferenceDataLoader(context).LoadAsync(SeedSource.Default);
            if (content.Refugees > 0)
            {
                await DemoBatch.WriteAsync(context, DemoWorld.Generate(SeedData.Read(SeedSource.Default), content.Refugees, content.Today));
            }

            if (content.HasTestCountry)
            {
                await TestCountry.StoreAsync(context);
            }
        }
        CloseConnections();
    }

    // A database with open connections cannot be copied. SQLite merges its log into the file when the last connection closes.
    private void CloseConnections()
    {
        if (Kind == DatabaseKind.Sqlite)
        {
            using var connection = new SqliteConnection(Options.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
        else
        {
            // Clears only this database's pool: each new connection costs a server process with empty caches.
            using var connection = new NpgsqlConnection(Options.ConnectionString);
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private static async Task OnServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(PostgresCluster.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The content of a template besides the reference data.</summary>
    private sealed record Content(DatabaseKind Kind, int Refugees, DateOnly Today, bool HasTestCountry);
}
