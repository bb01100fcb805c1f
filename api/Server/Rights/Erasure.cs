using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// Erases a person. Deletes the person's row; the database cascades to all rows that refer to it, so that tables added later
/// are covered without a change here. What remains are the <see cref="ErasedRefugee"/>, the ledger, and the deletion requests
/// to recipients of the person's fields. See decisions/0009.
/// </summary>
internal static class Erasure
{
    /// <summary>Erases a person inside the caller's transaction.</summary>
    /// <param name="db">The context, inside a transaction.</param>
    /// <param name="refugee">The person, loaded with <see cref="RefugeeAccess.WithHistory"/>.</param>
    /// <param name="cause">Why the person is erased.</param>
    /// <param name="by">Token subject of the officer; empty for retention.</param>
    /// <param name="at">The moment of the erasure.</param>
    /// <param name="cancellationToken">Cancels the database calls.</param>
    public static async Task ApplyAsync(
        GraphContext db, Refugee refugee, ErasureCause cause, string by, Moment at, CancellationToken cancellationToken)
    {
        // First a withdrawal: referral and match end, the next waiting person is routed, recipients get deletion requests.
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
