using Integration.Graph.Server.Refugees;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Saves new persons whose rows depend on each other. A person refers to the latest interview, consent and referral, and these
/// refer to the person. The references of new persons are removed, both rows are saved, and the references are set again, all in
/// one transaction. Callers set both sides and save once.
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
        // Needed only for references that were set through navigations. Saving would do the same a moment later.
        if (tracker.AutoDetectChangesEnabled)
        {
            tracker.DetectChanges();
        }

        foreach (var entry in tracker.Context.ChangeTracker.Entries<Refugee>())
        {
            if (entry.State != EntityState.Added)
            {
                continue;
            }

            foreach (var name in Names)
            {
                var pointer = entry.Property(name);
                if (pointer.CurrentValue is { } id)
                {
                    pointers._taken.Add((pointer, id));
                }
            }
        }
        foreach (var (pointer, _) in pointers._taken)
        {
            pointer.CurrentValue = null;
        }

        return pointers;
    }

    public void PutBack()
    {
        foreach (var (pointer, id) in _taken)
        {
            pointer.CurrentValue = id;
        }
    }
}
