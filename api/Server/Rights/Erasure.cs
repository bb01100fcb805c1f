using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// Erases a person. The row goes, and with it by the database's own cascade everything that hangs on it, so that nothing is
/// kept because somebody forgot to name it here. What remains are the <see cref="ErasedRefugee"/>, the ledger, and the
/// deletion requests to those who have received something. See decisions/0009.
/// </summary>
internal static class Erasure
{
    /// <summary>Runs inside a transaction.</summary>
    /// <param name="db">With a transaction begun.</param>
    /// <param name="refugee">Read <see cref="RefugeeAccess.WithHistory"/>.</param>
    /// <param name="cause">Why.</param>
    /// <param name="by">Token subject of the officer; empty if nobody asked.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the waiting for the database.</param>
    public static async Task ApplyAsync(
        GraphContext db, Refugee refugee, ErasureCause cause, string by, Moment at, CancellationToken cancellationToken)
    {
        // As a withdrawal first: referral and match end, who waits behind them moves up, who has received is asked to delete.
        await PersonStep.ApplyAsync(db, refugee, at, () => refugee.WithdrawConsent(at.Now), cancellationToken);
        db.Add(new ErasedRefugee
        {
            Reference = refugee.Reference,
            ErasedAt = at.Now,
            Cause = cause,
            ErasedBy = by,
            MunicipalityCode = refugee.MunicipalityCode,
            Answer = refugee.Interview?.Answer,
        });
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await db.Refugees.Where(x => x.Id == refugee.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Households.Where(x => x.Id == refugee.HouseholdId && x.Members.Count == 0).ExecuteDeleteAsync(cancellationToken);
        await ContactDetails.ForgetCaseworkersAsync(db, db.Caseworkers, cancellationToken);
    }
}
