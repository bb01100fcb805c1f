using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// The one row that steps on persons and the ledger pass one after the other. Whoever changes what somebody may see
/// counts here until its transaction commits; whoever writes the ledger reads the number before it writes. See
/// decisions/0005.
/// </summary>
internal sealed class DisclosureGate
{
    /// <summary>The only row's.</summary>
    public const int TheId = 1;

    public int Id { get; init; }

    /// <summary>How many steps on persons there have been.</summary>
    public long Steps { get; init; }

    /// <summary>How often holdings have been forgotten.</summary>
    public long Forgets { get; init; }

    /// <summary>
    /// A step on a person begins: until its transaction ends, no entry is stored. Comes before every other row that the
    /// transaction writes, so that nobody waits in a circle.
    /// </summary>
    public static async Task StepAsync(GraphContext db, CancellationToken cancellationToken)
    {
        await LedgerTurn.TakeAsync(db, cancellationToken);
        await db.DisclosureGates.ExecuteUpdateAsync(row => row.SetProperty(x => x.Steps, x => x.Steps + 1), cancellationToken);
    }

    /// <summary>The same before holdings are forgotten.</summary>
    public static async Task ForgetAsync(GraphContext db, CancellationToken cancellationToken)
    {
        await LedgerTurn.TakeAsync(db, cancellationToken);
        await db.DisclosureGates.ExecuteUpdateAsync(row => row.SetProperty(x => x.Forgets, x => x.Forgets + 1), cancellationToken);
    }
}
