using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>The deletion request to confirm.</summary>
/// <param name="DeletionRequestId">Id of a deletion request to the caller.</param>
internal sealed record ConfirmDeletionInput([property: ID<DeletionRequest>] long DeletionRequestId);

/// <summary>The mutation by which a recipient confirms a deletion request.</summary>
[MutationType]
internal static class DeletionRequestMutations
{
    /// <summary>
    /// Confirms that the recipient has deleted the fields of a deletion request everywhere. Confirming it again changes
    /// nothing. The mutation also works when the person is no longer visible to the recipient.
    /// </summary>
    [Error<NotFoundException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<DeletionRequest>> ConfirmDeletionAsync(ConfirmDeletionInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            // The data protection officer sees requests too, but only the recipient can confirm them.
            var request = caller.Role is not { } role || !LossStep.Recipients.Contains(role)
                ? null
                : await VisibleRows.Of<DeletionRequest>(db, caller, at).AsTracking()
                    .SingleOrDefaultAsync(x => x.Id == input.DeletionRequestId, cancellationToken);
            if (request is null)
            {
                throw new NotFoundException("deletionRequestId");
            }

            if (request.CancelledAt is not null)
            {
                throw WrongStatusException.Of("deletion request", DeletionStatus.Cancelled, DeletionStatus.Pending);
            }

            if (request.ConfirmedAt is null)
            {
                await Holdings.ForgetAsync(
                    db, new Recipient(request.Role, request.Scope), request.Reference, request.Fields, at.Now, cancellationToken);
                (request.ConfirmedAt, request.ConfirmedBy) = (at.Now, caller.Subject);
                request.Version++;
                await db.SaveChangesAsync(cancellationToken);
            }
            return new Ref<DeletionRequest>(request.Id);
        });
}
