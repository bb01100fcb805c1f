using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Referrals;

/// <summary>Which referral the branch takes.</summary>
/// <param name="ReferralId">A referral at the caller's branch.</param>
internal sealed record AcceptReferralInput([property: ID<Referral>] long ReferralId);

/// <summary>Which referral the branch gives back.</summary>
/// <param name="ReferralId">A referral at the caller's branch.</param>
/// <param name="Reason">Why, at most 1000 characters.</param>
internal sealed record ReturnReferralInput([property: ID<Referral>] long ReferralId, string Reason);

/// <summary>That the branch has spoken with the person.</summary>
/// <param name="ReferralId">A referral at the caller's branch.</param>
/// <param name="ContactedOn">The day; today if left out. Not before the day on which the branch accepted.</param>
internal sealed record RecordContactInput([property: ID<Referral>] long ReferralId, DateOnly? ContactedOn = null);

/// <summary>Which referral has served its end.</summary>
/// <param name="ReferralId">A referral at the caller's branch.</param>
internal sealed record CloseReferralInput([property: ID<Referral>] long ReferralId);

/// <summary>Which branch a waiting referral goes to.</summary>
/// <param name="ReferralId">One that waits for a branch.</param>
/// <param name="BranchId">A branch of the person's municipality or of a neighbouring one.</param>
internal sealed record AssignReferralInput(
    [property: ID<Referral>] long ReferralId, [property: ID<Branch>] long BranchId);

/// <summary>Whether a branch is to begin with integration activities.</summary>
/// <param name="BranchActivationId">A request that waits for a decision.</param>
/// <param name="Approve">Yes or no.</param>
/// <param name="Reason">Why, at most 1000 characters.</param>
internal sealed record DecideBranchActivationInput(
    [property: ID<BranchActivation>] long BranchActivationId, bool Approve, string? Reason = null);

/// <summary>Which branch is to be asked to begin with integration activities.</summary>
/// <param name="BranchId">A branch without open integration activities; for a coordinator, the own one.</param>
internal sealed record RequestBranchActivationInput([property: ID<Branch>] long BranchId);
