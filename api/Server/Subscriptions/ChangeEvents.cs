using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Referrals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>
/// Derives events from the entities that are about to be saved, and saves the events in the same transaction. This covers every
/// change, wherever it is made.
/// </summary>
internal static class ChangeEvents
{
    /// <summary>Adds the events for the pending changes; false if there are none.</summary>
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
        // A replaced version gets no event of its own; the version that replaces it does.
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
