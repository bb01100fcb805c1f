using System.Data.Common;
using System.Globalization;
using Integration.Graph.Server.Disclosures;

namespace Integration.Graph.Server.Storage;

/// <summary>What the gate's row says while a group is written. See <see cref="DisclosureGate"/>.</summary>
internal readonly record struct LedgerGate(long Steps, long Forgets);

/// <summary>
/// The ledger's own connection, with its prepared commands. Everything that is not said to be stored here is not stored
/// when the process ends: a commit returns when the disk has it.
/// </summary>
internal abstract class LedgerConnection(DbConnection connection) : IDisposable
{
    protected const string GroupColumns = "chain_id, number, at, first_entry_id, entries, anchor, previous_hash, hash";

    protected const string EntryColumns = "id, at, role, scope, caller, operation, operation_hash, persons, reason_hash";

    protected const string HoldingColumns = "reference, role, scope, field, since, consent_version";

    // Another process may have stored it already. What had been deleted is held anew.
    protected const string HoldingConflict =
        "ON CONFLICT (reference, role, scope, field) DO UPDATE "
        + "SET since = excluded.since, consent_version = excluded.consent_version, ended_at = NULL WHERE disclosure_holdings.ended_at IS NOT NULL";

    /// <summary>Opens a connection to the database.</summary>
    /// <exception cref="InvalidOperationException">A commit on it would not wait for the disk.</exception>
    public static LedgerConnection Open(DatabaseOptions options)
    {
        LedgerConnection opened = options.IsPostgreSql
            ? PostgreSqlLedgerConnection.Open(options.ConnectionString!)
            : SqliteLedgerConnection.Open(options.ConnectionString!);
        if (opened.WaitsForDisk())
            return opened;
        opened.Dispose();
        throw new InvalidOperationException("The ledger's commits would not wait for the disk: an answer could leave without its entry.");
    }

    /// <summary>The question to the database whether a commit waits for the disk, and its answer if so.</summary>
    protected abstract (string Question, string Answer) Durability { get; }

    public bool IsOpen => connection.State == System.Data.ConnectionState.Open;

    /// <summary>Begins a transaction that no step on a person overlaps, and reads the gate in it.</summary>
    public abstract LedgerGate Begin();

    /// <summary>The versions that these persons have now; those who are gone are left out.</summary>
    public abstract Dictionary<string, int> VersionsOf(string[] references);

    /// <summary>Lets an officer at a person from the instant at which they asked; false if that has been done.</summary>
    public bool TryOpen(SubjectAccess access)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE subject_accesses SET closes_at = @closes_at WHERE id = @id AND closes_at = opened_at";
        foreach (var (name, value) in new (string, object)[] { ("@id", access.Id), ("@closes_at", access.OpenedAt + SubjectAccess.Duration) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command.ExecuteNonQuery() == 1;
    }

    /// <summary>Counts a chain that is begun: a verification compares the count with the chains that are there.</summary>
    public void CountChain()
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO storage_marks (name, value) VALUES ('{LedgerChain.CountMark}', '1') "
            + "ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(storage_marks.value AS integer) + 1 AS text)";
        command.ExecuteNonQuery();
    }

    /// <summary>Writes a group, its entries, and what recipients hold from now on.</summary>
    public abstract void Write(DisclosureGroup group, List<DisclosureEntry> entries, List<Holding> holdings);

    public abstract void Commit();

    /// <summary>What was begun and not committed is undone.</summary>
    public virtual void Dispose()
    {
        connection.Dispose();
        GC.SuppressFinalize(this);
    }

    // Nothing else would show it: who is killed loses nothing by it, only a machine that loses its power does.
    private bool WaitsForDisk()
    {
        using var command = connection.CreateCommand();
        command.CommandText = Durability.Question;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) == Durability.Answer;
    }

    protected static Dictionary<string, int> ReadVersions(DbCommand command)
    {
        var versions = new Dictionary<string, int>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            versions.Add(reader.GetString(0), reader.GetInt32(1));
        return versions;
    }

    /// <summary>In the order of <see cref="GroupColumns"/>.</summary>
    protected static object?[] ValuesOf(DisclosureGroup group) =>
    [
        group.ChainId,
        group.Number,
        group.At,
        group.FirstEntryId,
        group.Entries,
        group.Anchor,
        group.PreviousHash,
        group.Hash,
    ];
}
