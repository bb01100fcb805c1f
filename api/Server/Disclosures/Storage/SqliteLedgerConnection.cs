using Integration.Graph.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Integration.Graph.Server.Disclosures.Storage;

/// <summary>
/// The ledger's connection to SQLite: a prepared statement inserts each row, and each commit waits for the disk.
/// </summary>
internal sealed class SqliteLedgerConnection : LedgerConnection
{
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _gate;
    private readonly SqliteCommand _versions;
    private readonly SqliteStatement _entry;
    private readonly SqliteStatement _holding;
    private readonly SqliteStatement _group;
    private readonly SqliteCommand _commit;

    private SqliteLedgerConnection(SqliteConnection connection)
        : base(connection)
    {
        // IMMEDIATE takes the only writer's lock immediately, so that what is read here is valid until the commit.
        _begin = Command(connection, "BEGIN IMMEDIATE");
        _gate = Command(connection, "SELECT steps, forgets FROM disclosure_gate");
        _versions = Command(connection, "SELECT reference, version FROM refugees WHERE reference IN (SELECT value FROM json_each(@references))", "references");
        _entry = new SqliteStatement(connection, $"INSERT INTO disclosure_entries ({EntryColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _holding = new SqliteStatement(connection, $"INSERT INTO disclosure_holdings ({HoldingColumns}) VALUES (?, ?, ?, ?, ?, ?) {HoldingConflict}");
        _group = new SqliteStatement(connection, $"INSERT INTO disclosure_groups ({GroupColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        _commit = Command(connection, "COMMIT");
    }

    public static SqliteLedgerConnection Open(string connectionString)
    {
        // Not from the pool, whose next user would wait for the disk as well.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            SqliteSettings.Apply(connection);
            using var full = Command(connection, "PRAGMA synchronous = FULL");
            full.ExecuteNonQuery();
            return new SqliteLedgerConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The value 2 is FULL.</summary>
    protected override (string Question, string Answer) Durability => ("PRAGMA synchronous", "2");

    public override LedgerGate Begin()
    {
        _begin.ExecuteNonQuery();
        using var reader = _gate.ExecuteReader();
        reader.Read();
        return new LedgerGate(reader.GetInt64(0), reader.GetInt64(1));
    }

    public override Dictionary<string, int> VersionsOf(string[] references)
    {
        _versions.Parameters[0].Value = System.Text.Json.JsonSerializer.Serialize(references);
        return ReadVersions(_versions);
    }

    public override void Write(DisclosureGroup group, List<DisclosureEntry> entries, List<Holding> holdings)
    {
        foreach (var entry in entries)
        {
            _entry.Run(entry.Id, entry.At, entry.Role, entry.Scope, entry.Caller, entry.Operation, entry.OperationHash, entry.Persons, entry.ReasonHash);
        }

        foreach (var holding in holdings)
        {
            _holding.Run(holding.Reference, (int)holding.Role, holding.Scope, (int)holding.Field, holding.Since, holding.ConsentVersion);
        }

        _group.Run(ValuesOf(group));
    }

    public override void Commit() => _commit.ExecuteNonQuery();

    public override void Dispose()
    {
        _entry.Dispose();
        _holding.Dispose();
        _group.Dispose();
        base.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in parameters)
        {
            command.Parameters.AddWithValue("@" + name, DBNull.Value);
        }

        return command;
    }
}
