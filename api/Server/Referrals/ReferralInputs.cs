using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Referrals;

/// <summary>The referral to accept.</summary>
/// <param name="ReferralId">Id of a referral assigned to the caller's branch.</param>
internal sealed record AcceptReferralInput([property: ID<Referral>] long ReferralId);

/// <summary>The referral to return.</summary>
/// <param name="ReferralId">Id of a referral assigned to the caller's branch.</param>
/// <param name="Reason">Why the branch returns it, at most 1000 characters.</param>
internal sealed record ReturnReferralInput([property: ID<Referral>] long ReferralId, string Reason);

/// <summary>The first contact to record.</summary>
/// <param name="ReferralId">Id of a referral assigned to the caller's branch.</param>
/// <param name="ContactedOn">
/// Day of the contact, not in the future and not before the branch accepted the referral. Default: today.
/// </param>
internal sealed record RecordContactInput([property: ID<Referral>] long ReferralId, DateOnly? ContactedOn = null);

/// <summary>The referral to close.</summary>
/// <param name="ReferralId">Id of a referral assigned to the caller's branch.</param>
internal sealed record CloseReferralInput([property: ID<Referral>] long ReferralId);

/// <summary>The referral to assign, and the branch.</summary>
/// <param name="ReferralId">Id of a referral with status `AWAITING_BRANCH`.</param>
/// <param name="BranchId">Id of a branch of the person's municipality or of a neighbouring one.</param>
internal sealed record AssignReferralInput(
    [property: ID<Referral>] long ReferralId, [property: ID<Branch>] long BranchId);

/// <summary>The decision on a request to activate a branch.</summary>
/// <param name="BranchActivationId">Id of a request with status `REQUESTED`.</param>
/// <param name="Approve">True to approve, false to refuse.</param>
/// <param name="Reason">Reason for the decision, at most 1000 characters. Omit for none.</param>
internal sealed record DecideBranchActivationInput(
    [property: ID<BranchActivation>] long BranchActivationId, bool Approve, string? Reason = null);

/// <summary>The branch whose activation is requested.</summary>
/// <param name="BranchId">
/// Id of a branch without open integration activities. A coordinator can name only their own branch.
/// </param>
internal sealed record RequestBranchActivationInput([property: ID<Branch>] long BranchId);
