using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>Facts from the database that decide which recipient may see which fields of one person.</summary>
/// <param name="Protected">Whether name and address are protected, so that the address is never shared.</param>
/// <param name="ConsentEnd">End of the consent that is neither withdrawn nor replaced; null if there is none.</param>
/// <param name="IsReferred">Whether a referral is open, at a branch or waiting for one.</param>
/// <param name="Branch">Slug of the branch that has the open referral; null if none has it.</param>
/// <param name="Volunteer">Number of the volunteer with a confirmed match in the open referral; 0 if there is none.</param>
internal sealed record SharingState(
    long RefugeeId, string Reference, string? MunicipalityCode, bool Protected, DateTime? ConsentEnd,
    SharedFields MunicipalityFields, SharedFields VolunteersFields, bool IsReferred, string? Branch, long Volunteer)
{
    public static Task<SharingState> ReadAsync(GraphContext db, long refugeeId, CancellationToken cancellationToken) =>
        db.Refugees.Where(x => x.Id == refugeeId).Select(x => new SharingState(
            x.Id, x.Reference, x.MunicipalityCode, x.NameAndAddressProtection,
            x.Consent == null ? null : x.Consent.ValidUntil,
            x.Consent == null ? SharedFields.None : x.Consent.MunicipalityFields,
            x.Consent == null ? SharedFields.None : x.Consent.VolunteersFields,
            x.Referral != null && x.Referral.ClosedAt == null,
            x.Referral == null || x.Referral.ClosedAt != null ? null : x.Referral.Branch!.Slug,
            x.Referral == null || x.Referral.ClosedAt != null
                ? 0
                : x.Referral.Matches.Where(m => m.Status == MatchStatus.Confirmed).Select(m => m.VolunteerId).FirstOrDefault()))
            .SingleAsync(cancellationToken);

    /// <summary>
    /// Returns the fields that the recipient may see at an instant, by the row rule and the grants to its class.
    /// </summary>
    public SharedFields PermittedTo(Recipient recipient, DateTime now)
    {
        if (MunicipalityCode is null || !(ConsentEnd > now))
        {
            return SharedFields.None;
        }

        var granted = recipient.Role switch
        {
            Role.Municipality when recipient.Scope == MunicipalityCode => MunicipalityFields,
            Role.BranchCoordinator when recipient.Scope == Branch => VolunteersFields,
            Role.Volunteer when recipient.Scope == Volunteer.ToString(CultureInfo.InvariantCulture) => VolunteersFields,
            Role.IntegrationConsultant when IsReferred => VolunteersFields,
            _ => SharedFields.None,
        };
        return granted.Shareable(Protected);
    }

    /// <summary>Returns why the recipient may no longer see fields that it has received.</summary>
    public async Task<LossReason> ReasonAsync(GraphContext db, Recipient recipient, DateTime now, CancellationToken cancellationToken)
    {
        if (ConsentEnd is null)
        {
            return LossReason.Withdrawn;
        }

        if (ConsentEnd <= now)
        {
            return LossReason.Expired;
        }

        switch (recipient.Role)
        {
            case Role.Municipality:
                return recipient.Scope == MunicipalityCode ? LossReason.Narrowed : LossReason.Moved;
            case Role.BranchCoordinator:
                return Of(await Latest(db.Referrals.Where(x => x.RefugeeId == RefugeeId && x.Branch!.Slug == recipient.Scope))
                    .FirstOrDefaultAsync(cancellationToken));
            case Role.IntegrationConsultant:
                return Of(await Latest(db.Referrals.Where(x => x.RefugeeId == RefugeeId)).FirstOrDefaultAsync(cancellationToken));
            default:
                var volunteer = long.Parse(recipient.Scope, CultureInfo.InvariantCulture);
                var ended = await db.Matches.Where(x => x.RefugeeId == RefugeeId && x.VolunteerId == volunteer)
                    .OrderByDescending(x => x.ProposedAt).Select(x => new { x.Status, x.EndedAt, x.Referral!.ClosedAt, x.ReferralId })
                    .FirstOrDefaultAsync(cancellationToken);
                // If the match ended together with its referral, the reason is the referral's.
                return ended?.ClosedAt is null
                    ? ended is { Status: MatchStatus.Confirmed } ? LossReason.Narrowed : LossReason.MatchEnded
                    : ended.EndedAt < ended.ClosedAt
                        ? LossReason.MatchEnded
                        : Of(await Latest(db.Referrals.Where(x => x.Id == ended.ReferralId)).FirstOrDefaultAsync(cancellationToken));
        }
    }

    private static IQueryable<Referral> Latest(IQueryable<Referral> referrals) =>
        referrals.AsNoTracking().OrderBy(x => x.ClosedAt != null).ThenByDescending(x => x.ClosedAt);

    private LossReason Of(Referral? referral) => referral switch
    {
        { Status: ReferralStatus.Returned } => LossReason.Returned,
        { ClosedAt: not null } when referral.MunicipalityCode != MunicipalityCode => LossReason.Moved,
        { Status: ReferralStatus.Closed } => LossReason.Closed,
        _ => LossReason.Narrowed,
    };
}
