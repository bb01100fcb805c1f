using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Settings of the database (<c>Database:…</c>).</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSQL";

    /// <summary>Database provider: <c>Sqlite</c> or <c>PostgreSQL</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>
    /// Connection string in the provider's format. Default: the file <c>integration-graph.db</c> in the data folder.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Whether the server applies pending migrations at start. If not, it refuses to start while there are any.
    /// </summary>
    public bool Migrate { get; set; } = true;

    public bool IsPostgreSql => string.Equals(Provider, PostgreSql, StringComparison.OrdinalIgnoreCase);

    public bool IsSqlite => string.Equals(Provider, Sqlite, StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder of the database's file; null if the database is no file. The settings must be valid.</summary>
    public string? Folder =>
        IsSqlite && Path.GetDirectoryName(new SqliteConnectionStringBuilder(ConnectionString).DataSource) is { Length: > 0 } folder ? folder : null;
}

/// <summary>Checks the settings and reports every problem before anything is opened.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var problems = options switch
        {
            { IsSqlite: true } => OfSqlite(options.ConnectionString),
            { IsPostgreSql: true } => OfPostgreSql(options.ConnectionString),
            _ => [$"Database:Provider is '{options.Provider}'; it must be {DatabaseOptions.Sqlite} or {DatabaseOptions.PostgreSql}."],
        };
        var found = problems.ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static IEnumerable<string> OfSqlite(string? connectionString)
    {
        SqliteConnectionStringBuilder? builder = null;
        string? problem = null;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            problem = exception.Message;
        }
        if (problem is not null)
        {
            yield return $"Database:ConnectionString is not a valid SQLite connection string: {problem}";
        }
        else if (builder!.DataSource.Length == 0)
        {
            yield return "Database:ConnectionString contains no file name; write, for example, Data Source=integration-graph.db.";
        }
        else if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource == ":memory:")
        {
            yield return "Database:ConnectionString selects an in-memory database, which would be empty for every connection. Name a file.";
        }

        if (builder?.Mode == SqliteOpenMode.ReadOnly)
        {
            yield return "Database:ConnectionString has Mode=ReadOnly; the server must be able to write.";
        }
    }

    private static IEnumerable<string> OfPostgreSql(string? connectionString)
    {
        NpgsqlConnectionStringBuilder? builder = null;
        string? problem = null;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            problem = exception.Message;
        }
        if (problem is not null)
        {
            yield return $"Database:ConnectionString is not a valid PostgreSQL connection string: {problem}";
        }

        if (builder is null)
        {
            yield break;
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            yield return "Database:ConnectionString contains no Host, which PostgreSQL needs.";
        }

        if (string.IsNullOrEmpty(builder.Database))
        {
            yield return "Database:ConnectionString contains no Database, which PostgreSQL needs.";
        }
    }
}
