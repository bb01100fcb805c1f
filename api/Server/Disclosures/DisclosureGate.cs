using Integration.Graph.Server.Disclosures.Storage;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// The one row through which changes to persons and the ledger pass one after the other. See decisions/0005.
/// </summary>
/// <remarks>
/// A transaction that changes a person, and so access to it, increases the counter and blocks the ledger until it commits. The
/// ledger reads the counter before it writes.
/// </remarks>
internal sealed class DisclosureGate
{
    /// <summary>Id of the only row.</summary>
    public const int TheId = 1;

    public int Id { get; init; }

    /// <summary>Number of changes to persons so far.</summary>
    public long Steps { get; init; }

    /// <summary>Number of times that holdings were ended by a confirmed deletion.</summary>
    public long Forgets { get; init; }

    /// <summary>
    /// Starts a change to a person: no entry is stored until its transaction ends. Call it before the transaction writes any
    /// other row, to avoid deadlocks.
    /// </summary>
    public static async Task StepAsync(GraphContext db, CancellationToken cancellationToken)
    {
        await LedgerTurn.TakeAsync(db, cancellationToken);
        await db.DisclosureGates.ExecuteUpdateAsync(row => row.SetProperty(x => x.Steps, x => x.Steps + 1), cancellationToken);
    }

    /// <summary>
    /// Starts a confirmation of a deletion, which ends holdings. Like a change to a person, it blocks the ledger until
    /// its transaction ends.
    /// </summary>
    public static async Task ForgetAsync(GraphContext db, CancellationToken cancellationToken)
    {
        await LedgerTurn.TakeAsync(db, cancellationToken);
        await db.DisclosureGates.ExecuteUpdateAsync(row => row.SetProperty(x => x.Forgets, x => x.Forgets + 1), cancellationToken);
    }
}
