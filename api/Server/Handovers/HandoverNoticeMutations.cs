using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Handovers;

/// <summary>Which notice has been received.</summary>
/// <param name="HandoverNoticeId">A notice of the caller's municipality.</param>
internal sealed record AcknowledgeHandoverNoticeInput([property: ID<HandoverNotice>] long HandoverNoticeId);

/// <summary>The municipality's answer to a notice.</summary>
[MutationType]
internal static class HandoverNoticeMutations
{
    /// <summary>
    /// Says that the municipality has received the notice. Saying it again changes nothing. It can be said although the
    /// person has become invisible.
    /// </summary>
    [Error<NotFoundException>]
    [Error<ConflictException>]
    public static Task<Ref<HandoverNotice>> AcknowledgeHandoverNoticeAsync(
        AcknowledgeHandoverNoticeInput input, GraphContext db, Caller caller, TimeProvider clock, CancellationToken cancellationToken) =>
        MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            // Others see a notice too; only who it is for can have received it.
            var notice = caller.Role != Role.Municipality
                ? null
                : await VisibleRows.Of<HandoverNotice>(db, caller, at).AsTracking()
                    .SingleOrDefaultAsync(x => x.Id == input.HandoverNoticeId, cancellationToken);
            if (notice is null)
                throw new NotFoundException("handoverNoticeId");
            if (notice.AcknowledgedAt is null)
            {
                (notice.AcknowledgedAt, notice.AcknowledgedBy) = (at.Now, caller.Subject);
                notice.Version++;
                await db.SaveChangesAsync(cancellationToken);
            }
            return new Ref<HandoverNotice>(notice.Id);
        }, cancellationToken);
}
