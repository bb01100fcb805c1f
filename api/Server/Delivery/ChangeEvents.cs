using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Referrals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Integration.Graph.Server.Delivery;

/// <summary>
/// Sees in what is about to be stored what has happened, and stores the events with it: in the same transaction, whoever
/// made the change.
/// </summary>
internal static class ChangeEvents
{
    /// <summary>Adds the events of what is about to be stored; false if nothing has happened.</summary>
    public static bool AddTo(DbContext db)
    {
        var found = db.ChangeTracker.Entries().Select(Of).OfType<ChangeEvent>().ToList();
        db.AddRange(found);
        return found.Count > 0;
    }

    private static ChangeEvent? Of(EntityEntry entry) => entry.Entity switch
    {
        HandoverNotice notice when entry.State == EntityState.Added =>
            Event(ChangeKind.HandoverNoticeMade, notice.Id, notice.RefugeeId, notice.CreatedAt),
        Referral { BranchId: not null, AssignedAt: { } at } referral when HasNew(entry, nameof(Referral.BranchId)) =>
            Event(ChangeKind.ReferralAssigned, referral.Id, referral.RefugeeId, at),
        // The one that is replaced is not told of by itself: the one in its place is.
        Consent { WithdrawnAt: { } at } consent when HasNew(entry, nameof(Consent.WithdrawnAt)) =>
            Event(ChangeKind.ConsentChanged, consent.Id, consent.RefugeeId, at),
        Consent consent when entry.State == EntityState.Added =>
            Event(ChangeKind.ConsentChanged, consent.Id, consent.RefugeeId, consent.GivenAt),
        _ => null,
    };

    private static bool HasNew(EntityEntry entry, string property) =>
        entry.State == EntityState.Added || (entry.State == EntityState.Modified && entry.Property(property).IsModified);

    private static ChangeEvent Event(ChangeKind kind, long subject, long refugee, DateTime at) =>
        new() { Kind = kind, SubjectId = subject, RefugeeId = refugee, At = at };
}
