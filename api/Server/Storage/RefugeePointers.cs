using Integration.Graph.Server.Refugees;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// A person points at the latest interview, consent and referral, and these belong to the person: a new person and
/// a new consent stored together depend on each other. So the pointers of new persons are taken off, both rows are
/// stored, and the pointers are put back, all in one transaction. Callers just set both sides and save once.
/// </summary>
internal sealed class RefugeePointers
{
    private static readonly string[] Names =
        [nameof(Refugee.InterviewId), nameof(Refugee.ConsentId), nameof(Refugee.ReferralId)];

    private readonly List<(PropertyEntry Pointer, object Id)> _taken = [];

    public bool IsEmpty => _taken.Count == 0;

    public static RefugeePointers TakeFrom(ChangeTracker tracker)
    {
        var pointers = new RefugeePointers();
        // Only needed to see pointers that were set through navigations; saving would do the same a moment later.
        if (tracker.AutoDetectChangesEnabled)
            tracker.DetectChanges();
        foreach (var entry in tracker.Context.ChangeTracker.Entries<Refugee>())
        {
            if (entry.State != EntityState.Added)
                continue;
            foreach (var name in Names)
            {
                var pointer = entry.Property(name);
                if (pointer.CurrentValue is { } id)
                    pointers._taken.Add((pointer, id));
            }
        }
        foreach (var (pointer, _) in pointers._taken)
            pointer.CurrentValue = null;
        return pointers;
    }

    public void PutBack()
    {
        foreach (var (pointer, id) in _taken)
            pointer.CurrentValue = id;
    }
}
