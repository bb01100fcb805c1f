using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Handovers;

/// <summary>The notice to acknowledge.</summary>
/// <param name="HandoverNoticeId">Id of a notice to the caller's municipality.</param>
internal sealed record AcknowledgeHandoverNoticeInput([property: ID<HandoverNotice>] long HandoverNoticeId);

/// <summary>The mutation by which a municipality acknowledges a notice.</summary>
[MutationType]
internal static class HandoverNoticeMutations
{
    /// <summary>
    /// Acknowledges that the municipality has received the notice. Acknowledging it again changes nothing. The mutation
    /// also works when the person is no longer visible to the municipality.
    /// </summary>
    [Error<NotFoundException>]
    [Error<ConflictException>]
    public static Task<Ref<HandoverNotice>> AcknowledgeHandoverNoticeAsync(AcknowledgeHandoverNoticeInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            // Other roles see notices too, but only the municipality can acknowledge them.
            var notice = caller.Role != Role.Municipality
                ? null
                : await VisibleRows.Of<HandoverNotice>(db, caller, at).AsTracking()
                    .SingleOrDefaultAsync(x => x.Id == input.HandoverNoticeId, cancellationToken);
            if (notice is null)
            {
                throw new NotFoundException("handoverNoticeId");
            }

            if (notice.AcknowledgedAt is null)
            {
                (notice.AcknowledgedAt, notice.AcknowledgedBy) = (at.Now, caller.Subject);
                notice.Version++;
                await db.SaveChangesAsync(cancellationToken);
            }
            return new Ref<HandoverNotice>(notice.Id);
        });
}
