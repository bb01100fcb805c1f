using System.Globalization;
using System.Text;
using Npgsql;

namespace Integration.Graph.Server.Tests.Databases;

/// <summary>
/// A PostgreSQL database that several tests use one after another. After each test its rows are deleted and its connections
/// stay open. A new database costs more, because connections to it start with empty caches. A database is not reused if a
/// test changed its schema or reference data.
/// </summary>
internal sealed class ReusableDatabase
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Stack<ReusableDatabase>> Free = [];

    // Catalogs of the objects that a test may change besides rows: tables, columns, triggers, constraints, functions.
    private static readonly string[] Catalogs = ["pg_class", "pg_attribute", "pg_trigger", "pg_constraint", "pg_proc"];

    // Tables with at most this many rows in the template are emptied and refilled. Larger tables must be unchanged.
    private const int FewRows = 20;

    private readonly string _template;
    private readonly string _fingerprint;
    private readonly string _isUnchanged;
    private readonly string _restore;

    private ReusableDatabase(string name, string template, string fingerprint, string isUnchanged, string restore) =>
        (Name, _template, _fingerprint, _isUnchanged, _restore) = (name, template, fingerprint, isUnchanged, restore);

    public string Name { get; }

    /// <summary>Returns a free database with the content of its template, or null.</summary>
    public static ReusableDatabase? Take(string template)
    {
        lock (Gate)
        {
            return Free.TryGetValue(template, out var free) && free.TryPop(out var one) ? one : null;
        }
    }

    /// <summary>Prepares a new copy of a template for reuse, by reading the content to restore.</summary>
    public static async Task<ReusableDatabase> OfAsync(string name, string template)
    {
        await using var connection = new NpgsqlConnection(PostgresCluster.ConnectionString(name));
        await connection.OpenAsync();
        var tables = await ReadAsync(connection, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
        var counts = await ReadAsync(connection, string.Join(" UNION ALL ", tables.Select(table => $"SELECT '{table} ' || count(*) FROM {table}")));
        var rows = counts.Select(count => count.Split(' ')).ToDictionary(count => count[0], count => int.Parse(count[1], CultureInfo.InvariantCulture));
        var (few, many) = (tables.Where(table => rows[table] <= FewRows).ToList(), tables.Where(table => rows[table] > FewRows));
        var isUnchanged = "SELECT concat_ws(' ', "
            + string.Join(", ", many.Select(table => $"(SELECT sum(hashtextextended(t::text, 0)::numeric) FROM {table} t)")
                // Every inserted or updated row carries the number of its transaction.
                .Concat(Catalogs.Select(table => $"(SELECT count(*) || ':' || max(xmin::text::bigint) FROM {table})"))) + ")";
        var restore = new StringBuilder("SET session_replication_role = replica; ");
        foreach (var table in few)
        {
            restore.Append(CultureInfo.InvariantCulture, $"DELETE FROM {table}; ");
            if (rows[table] > 0)
            {
                restore.AppendJoin(' ', await ReadAsync(connection, $"SELECT format('INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %L); ', json_agg(t)) FROM {table} t"));
            }
        }

        restore.Append("RESET session_replication_role; ").AppendJoin(' ', await ReadAsync(connection, """
            SELECT format('SELECT setval(%L, %s, %s);', quote_ident(sequencename), coalesce(last_value, start_value), (last_value IS NOT NULL)::text)
            FROM pg_sequences WHERE schemaname = 'public'
            """));
        return new(name, template, (await ReadAsync(connection, isUnchanged))[0], isUnchanged, restore.ToString());
    }

    /// <summary>
    /// Restores the content of the template and frees the database for the next test. Returns false if this fails.
    /// </summary>
    public async Task<bool> ReturnAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(PostgresCluster.ConnectionString(Name) + ";Command Timeout=5");
            await connection.OpenAsync();
            if ((await ReadAsync(connection, _isUnchanged))[0] != _fingerprint)
            {
                return false;
            }

            await using var command = new NpgsqlCommand(_restore, connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            return false;
        }

        lock (Gate)
        {
            if (!Free.TryGetValue(_template, out var free))
            {
                Free.Add(_template, free = []);
            }

            free.Push(this);
        }

        return true;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
