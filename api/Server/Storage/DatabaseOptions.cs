using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Which database (<c>Database:…</c>).</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSQL";

    /// <summary><c>Sqlite</c> or <c>PostgreSQL</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>In the form of the provider. Default: the file <c>integration-graph.db</c> in the data folder.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether the server applies pending migrations when it starts; otherwise it refuses to start while there are any.</summary>
    public bool Migrate { get; set; } = true;

    public bool IsPostgreSql => string.Equals(Provider, PostgreSql, StringComparison.OrdinalIgnoreCase);

    public bool IsSqlite => string.Equals(Provider, Sqlite, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds everything that is wrong with the settings, before anything is opened.</summary>
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
            yield return $"Database:ConnectionString cannot be read as one of SQLite: {problem}";
        else if (builder!.DataSource.Length == 0)
            yield return "Database:ConnectionString names no file; write, for example, Data Source=integration-graph.db.";
        else if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource == ":memory:")
            yield return "Database:ConnectionString asks for a database in memory, which would be empty for every connection; name a file.";
        if (builder?.Mode == SqliteOpenMode.ReadOnly)
            yield return "Database:ConnectionString says Mode=ReadOnly; the server must be able to write.";
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
            yield return $"Database:ConnectionString cannot be read as one of PostgreSQL: {problem}";
        if (builder is null)
            yield break;
        if (string.IsNullOrEmpty(builder.Host))
            yield return "Database:ConnectionString names no Host, which PostgreSQL needs.";
        if (string.IsNullOrEmpty(builder.Database))
            yield return "Database:ConnectionString names no Database, which PostgreSQL needs.";
    }
}
