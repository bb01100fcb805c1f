using System.Globalization;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Storage.Demo;
using Integration.Graph.Server.Storage.Seeding;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integration.Graph.Server.Tests.Databases;

/// <summary>
/// A database of a test's own: empty, or migrated and with the reference data loaded, which is copied from one that
/// is made once a run. Gone when disposed of.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string FolderPrefix = "integration-graph-sqlite-";

    private static readonly string Folder = Directory.CreateDirectory(
        Path.Combine(PostgresCluster.Parent, FolderPrefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;

    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Dictionary<(DatabaseKind, int, DateOnly), TestDatabase> Templates = [];
    private static int _count;

    static TestDatabase()
    {
        foreach (var folder in PostgresCluster.LeftOvers(FolderPrefix))
            Directory.Delete(folder, recursive: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }

    private readonly string _name;

    private TestDatabase(DatabaseOptions options)
    {
        (Kind, _name, Options) = (options.IsSqlite ? DatabaseKind.Sqlite : DatabaseKind.PostgreSql, "", options);
    }

    private TestDatabase(DatabaseKind kind)
    {
        Kind = kind;
        _name = "test" + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        Options = kind == DatabaseKind.Sqlite
            ? new() { Provider = DatabaseOptions.Sqlite, ConnectionString = $"Data Source={File};Foreign Keys=True" }
            : new() { Provider = DatabaseOptions.PostgreSql, ConnectionString = PostgresCluster.ConnectionString(_name) };
    }

    public DatabaseKind Kind { get; }

    public DatabaseOptions Options { get; }

    /// <summary>The settings that point a server at it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Database:Provider"] = Options.Provider,
        ["Database:ConnectionString"] = Options.ConnectionString,
    };

    private string File => Path.Combine(Folder, _name + ".db");

    /// <summary>Migrated, with the reference data, and with a demonstration world if persons are asked for.</summary>
    /// <param name="kind">Which database.</param>
    /// <param name="refugees">How many invented persons.</param>
    /// <param name="today">The day to which their world is made.</param>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind, int refugees = 0, DateOnly today = default)
    {
        await Turn.WaitAsync();
        try
        {
            if (!Templates.TryGetValue((kind, refugees, today), out var template))
            {
                template = new TestDatabase(kind);
                await template.FillAsync(refugees, today);
                Templates.Add((kind, refugees, today), template);
            }
            var database = new TestDatabase(kind);
            if (kind == DatabaseKind.Sqlite)
                System.IO.File.Copy(template.File, database.File);
            else
                await OnServerAsync($"CREATE DATABASE {database._name} TEMPLATE {template._name}");
            return database;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Without any table. On PostgreSQL the database itself does not exist yet.</summary>
    public static TestDatabase Empty(DatabaseKind kind) => new(kind);

    /// <summary>Somewhere else, where whoever made that place cleans up.</summary>
    public static TestDatabase At(DatabaseOptions options) => new(options);

    public GraphContext CreateContext()
    {
        var builder = new DbContextOptionsBuilder<GraphContext>();
        StorageRegistration.Use(builder, Options);
        return new GraphContext(builder.EnableSensitiveDataLogging().Options);
    }

    public async ValueTask DisposeAsync()
    {
        CloseConnections();
        if (_name.Length == 0)
            return;
        if (Kind == DatabaseKind.Sqlite)
            foreach (var file in Directory.GetFiles(Folder, _name + ".db*"))
                System.IO.File.Delete(file);
        else
            await OnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private async Task FillAsync(int refugees, DateOnly today)
    {
        await using (var context = CreateContext())
        {
            await context.Database.MigrateAsync();
            await NormalisedNames.FillAsync(context);
            await new ReferenceDataLoader(context).LoadAsync(SeedSource.Default);
            if (refugees > 0)
                await BulkWriter.WriteAsync(context, DemoWorld.Generate(SeedData.Read(SeedSource.Default), refugees, today));
        }
        CloseConnections();
    }

    // A database that somebody is connected to cannot be copied; SQLite's log goes into the file with its last
    // connection.
    private void CloseConnections()
    {
        if (Kind == DatabaseKind.Sqlite)
        {
            using var connection = new SqliteConnection(Options.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
        else
        {
            // Its own only: a new connection costs the server a process, whose caches are empty.
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
}
