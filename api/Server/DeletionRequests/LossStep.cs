using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>
/// Keeps deletion requests in line with the fields that recipients hold and may no longer see. Depends only on the database's
/// state and not on the step that caused the call: withdrawal, narrowed grants, expiry, a move, a returned or closed referral,
/// or an ended match. See decisions/0006.
/// </summary>
internal static class LossStep
{
    /// <summary>
    /// Roles that receive fields by consent and can get deletion requests. Other roles see fields without a consent.
    /// </summary>
    public static IReadOnlyList<Role> Recipients { get; } =
        [Role.Municipality, Role.BranchCoordinator, Role.Volunteer, Role.IntegrationConsultant];

    /// <summary>
    /// Creates and cancels deletion requests at the end of a step. The step must have locked the person's row and saved
    /// its changes. Saves its own changes.
    /// </summary>
    public static async Task SettleAsync(GraphContext db, long refugeeId, Moment at, CancellationToken cancellationToken)
    {
        var reference = await db.Refugees.Where(x => x.Id == refugeeId).Select(x => x.Reference).SingleAsync(cancellationToken);
        var held = await Holdings.OfAsync(db, reference, cancellationToken);
        if (held.Count == 0)
        {
            return;
        }

        var state = await SharingState.ReadAsync(db, refugeeId, cancellationToken);
        var pending = await PendingAsync(db, reference, cancellationToken);
        Lift(state, pending, at.Now);
        foreach (var (recipient, fields) in held)
        {
            if (!Recipients.Contains(recipient.Role))
            {
                continue;
            }

            var asked = pending.Where(x => x.IsPending && (x.Role, x.Scope) == (recipient.Role, recipient.Scope))
                .Aggregate(SharedFields.None, (all, request) => all | request.Fields);
            var lost = fields & ~state.PermittedTo(recipient, at.Now) & ~asked;
            if (lost == SharedFields.None)
            {
                continue;
            }

            db.Add(new DeletionRequest
            {
                Id = Ids.New(),
                Reference = reference,
                Role = recipient.Role,
                Scope = recipient.Scope,
                Fields = lost,
                Reason = await state.ReasonAsync(db, recipient, at.Now, cancellationToken),
                RequestedAt = at.Now,
            });
        }
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Cancels or reduces the deletion requests of persons who have just been assigned to a branch. Saves its own changes.
    /// </summary>
    public static async Task RegainAsync(GraphContext db, IReadOnlyCollection<long> refugeeIds, Moment at, CancellationToken cancellationToken)
    {
        var open = await db.Refugees.Where(x => refugeeIds.Contains(x.Id)
                && db.DeletionRequests.Any(d => d.Reference == x.Reference && d.ConfirmedAt == null && d.CancelledAt == null))
            .Select(x => new { x.Id, x.Reference }).ToListAsync(cancellationToken);
        foreach (var person in open)
        {
            Lift(await SharingState.ReadAsync(db, person.Id, cancellationToken), await PendingAsync(db, person.Reference, cancellationToken), at.Now);
        }

        if (open.Count > 0)
        {
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static Task<List<DeletionRequest>> PendingAsync(GraphContext db, string reference, CancellationToken cancellationToken) =>
        db.DeletionRequests.AsTracking().Where(x => x.Reference == reference && x.ConfirmedAt == null && x.CancelledAt == null)
            .ToListAsync(cancellationToken);

    private static void Lift(SharingState state, List<DeletionRequest> pending, DateTime now)
    {
        foreach (var request in pending)
        {
            var permitted = state.PermittedTo(new Recipient(request.Role, request.Scope), now);
            var rest = request.Fields & ~permitted;
            if (rest == request.Fields)
            {
                continue;
            }

            if (rest == SharedFields.None)
            {
                request.CancelledAt = now;
            }
            else
            {
                request.Fields = rest;
            }

            request.Version++;
        }
    }
}
