using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Integration.Graph.Server.Disclosures.Storage;

/// <summary>
/// The ledger's connection to PostgreSQL: one prepared statement inserts all rows of a table, and a group takes three round
/// trips.
/// </summary>
internal sealed class PostgreSqlLedgerConnection : LedgerConnection
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _begin;
    private readonly NpgsqlCommand _versions;
    private readonly NpgsqlBatch _write;
    private readonly NpgsqlCommand _holdings;
    private NpgsqlTransaction? _transaction;

    private PostgreSqlLedgerConnection(NpgsqlConnection connection)
        : base(connection)
    {
        _connection = connection;
        // Two statements: a statement's snapshot is taken when it begins, and the first one may have to wait.
        _begin = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock_shared({LedgerTurn.AdvisoryLock})")),
                new NpgsqlBatchCommand("SELECT steps, forgets FROM disclosure_gate"),
            },
        };
        _versions = new NpgsqlCommand("SELECT reference, version FROM refugees WHERE reference = ANY(@references)", connection);
        Declare(_versions.Parameters, ("references", NpgsqlDbType.Array | NpgsqlDbType.Text));

        var entries = new NpgsqlBatchCommand(
            $"INSERT INTO disclosure_entries ({EntryColumns}) SELECT * FROM unnest(@id, @at, @role, @scope, @caller, @operation, @operation_hash, @persons, @reason_hash)");
        Declare(entries.Parameters,
            ("id", NpgsqlDbType.Array | NpgsqlDbType.Bigint), ("at", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz),
            ("role", NpgsqlDbType.Array | NpgsqlDbType.Text), ("scope", NpgsqlDbType.Array | NpgsqlDbType.Text),
            ("caller", NpgsqlDbType.Array | NpgsqlDbType.Text), ("operation", NpgsqlDbType.Array | NpgsqlDbType.Text),
            ("operation_hash", NpgsqlDbType.Array | NpgsqlDbType.Text), ("persons", NpgsqlDbType.Array | NpgsqlDbType.Text),
            ("reason_hash", NpgsqlDbType.Array | NpgsqlDbType.Text));
        var group = new NpgsqlBatchCommand(
            $"INSERT INTO disclosure_groups ({GroupColumns}) VALUES (@chain_id, @number, @at, @first_entry_id, @entries, @anchor, @previous_hash, @hash)");
        Declare(group.Parameters,
            ("chain_id", NpgsqlDbType.Bigint), ("number", NpgsqlDbType.Bigint), ("at", NpgsqlDbType.TimestampTz), ("first_entry_id", NpgsqlDbType.Bigint),
            ("entries", NpgsqlDbType.Integer), ("anchor", NpgsqlDbType.Text), ("previous_hash", NpgsqlDbType.Bytea), ("hash", NpgsqlDbType.Bytea));
        _write = new NpgsqlBatch(connection) { BatchCommands = { entries, group } };

        _holdings = new NpgsqlCommand(
            $"INSERT INTO disclosure_holdings ({HoldingColumns}) SELECT * FROM unnest(@reference, @role, @scope, @field, @since, @consent_version) {HoldingConflict}",
            connection);
        Declare(_holdings.Parameters,
            ("reference", NpgsqlDbType.Array | NpgsqlDbType.Text), ("role", NpgsqlDbType.Array | NpgsqlDbType.Integer),
            ("scope", NpgsqlDbType.Array | NpgsqlDbType.Text), ("field", NpgsqlDbType.Array | NpgsqlDbType.Integer),
            ("since", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz), ("consent_version", NpgsqlDbType.Array | NpgsqlDbType.Integer));
    }

    public static PostgreSqlLedgerConnection Open(string connectionString)
    {
        // Not from the pool: prepared statements belong to the connection.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            using (var settings = new NpgsqlCommand("SET synchronous_commit = on", connection))
            {
                settings.ExecuteNonQuery();
            }

            var opened = new PostgreSqlLedgerConnection(connection);
            opened._begin.Prepare();
            opened._versions.Prepare();
            opened._write.Prepare();
            opened._holdings.Prepare();
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override (string Question, string Answer) Durability => ("SHOW synchronous_commit", "on");

    public override LedgerGate Begin()
    {
        _transaction = _connection.BeginTransaction();
        using var reader = _begin.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return new LedgerGate(reader.GetInt64(0), reader.GetInt64(1));
    }

    public override Dictionary<string, int> VersionsOf(string[] references)
    {
        _versions.Parameters[0].Value = references;
        return ReadVersions(_versions);
    }

    public override void Write(DisclosureGroup group, List<DisclosureEntry> entries, List<Holding> holdings)
    {
        Set(_write.BatchCommands[0].Parameters,
            Column(entries, x => x.Id), Column(entries, x => x.At), Column(entries, x => x.Role), Column(entries, x => x.Scope),
            Column(entries, x => x.Caller), Column(entries, x => x.Operation), Column(entries, x => x.OperationHash), Column(entries, x => x.Persons),
            Column(entries, x => x.ReasonHash));
        Set(_write.BatchCommands[1].Parameters, ValuesOf(group));
        _write.ExecuteNonQuery();
        if (holdings.Count == 0)
        {
            return;
        }

        Set(_holdings.Parameters,
            Column(holdings, x => x.Reference), Column(holdings, x => (int)x.Role), Column(holdings, x => x.Scope),
            Column(holdings, x => (int)x.Field), Column(holdings, x => x.Since), Column(holdings, x => x.ConsentVersion));
        _holdings.ExecuteNonQuery();
    }

    public override void Commit()
    {
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    private static TValue[] Column<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }

        return column;
    }

    private static void Declare(NpgsqlParameterCollection parameters, params ReadOnlySpan<(string Name, NpgsqlDbType Type)> declared)
    {
        foreach (var (name, type) in declared)
        {
            parameters.Add(new NpgsqlParameter(name, type) { Value = DBNull.Value });
        }
    }

    private static void Set(NpgsqlParameterCollection parameters, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
