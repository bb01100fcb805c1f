using System.Data.Common;
using System.Globalization;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Disclosures.Storage;

/// <summary>Counters in the gate's row while a group is written. See <see cref="DisclosureGate"/>.</summary>
internal readonly record struct LedgerGate(long Steps, long Forgets);

/// <summary>
/// The ledger's own connection with its prepared commands. A commit returns only when the data is on the disk.
/// </summary>
internal abstract class LedgerConnection(DbConnection connection) : IDisposable
{
    protected const string GroupColumns = "chain_id, number, at, first_entry_id, entries, anchor, previous_hash, hash";

    protected const string EntryColumns = "id, at, role, scope, caller, operation, operation_hash, persons, reason_hash";

    protected const string HoldingColumns = "reference, role, scope, field, since, consent_version";

    // Another process may have stored the row already. A deleted field is held again.
    protected const string HoldingConflict =
        "ON CONFLICT (reference, role, scope, field) DO UPDATE "
        + "SET since = excluded.since, consent_version = excluded.consent_version, ended_at = NULL WHERE disclosure_holdings.ended_at IS NOT NULL";

    /// <summary>Opens a connection to the database.</summary>
    /// <exception cref="InvalidOperationException">Commits on the connection would not wait for the disk.</exception>
    public static LedgerConnection Open(DatabaseOptions options)
    {
        LedgerConnection opened = options.IsPostgreSql
            ? PostgreSqlLedgerConnection.Open(options.ConnectionString!)
            : SqliteLedgerConnection.Open(options.ConnectionString!);
        if (opened.WaitsForDisk())
        {
            return opened;
        }

        opened.Dispose();
        throw new InvalidOperationException("The ledger's commits would not wait for the disk: a response could be sent without its entry.");
    }

    /// <summary>Statement that tells whether a commit waits for the disk, and its result if so.</summary>
    protected abstract (string Question, string Answer) Durability { get; }

    public bool IsOpen => connection.State == System.Data.ConnectionState.Open;

    /// <summary>Begins a transaction that overlaps with no change to a person, and reads the gate in it.</summary>
    public abstract LedgerGate Begin();

    /// <summary>Returns the current versions of these persons; erased persons are left out.</summary>
    public abstract Dictionary<string, int> VersionsOf(string[] references);

    /// <summary>Opens an officer's access to a person from the instant of the request; false if it was opened before.</summary>
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

    /// <summary>Counts a chain that is started. A verification compares the count with the stored chains.</summary>
    public void CountChain()
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO storage_marks (name, value) VALUES ('{LedgerChain.CountMark}', '1') "
            + "ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(storage_marks.value AS integer) + 1 AS text)";
        command.ExecuteNonQuery();
    }

    /// <summary>Writes a group, its entries and the new holdings.</summary>
    public abstract void Write(DisclosureGroup group, List<DisclosureEntry> entries, List<Holding> holdings);

    public abstract void Commit();

    /// <summary>Closes the connection. An uncommitted transaction is rolled back.</summary>
    public virtual void Dispose()
    {
        connection.Dispose();
        GC.SuppressFinalize(this);
    }

    // Checked here, because a wrong setting would have no effect until a power failure loses commits.
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
        {
            versions.Add(reader.GetString(0), reader.GetInt32(1));
        }

        return versions;
    }

    /// <summary>Returns the values in the order of <see cref="GroupColumns"/>.</summary>
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
