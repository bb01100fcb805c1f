using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Delivery;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Referrals;

[SubscriptionType]
internal static class ReferralSubscriptions
{
    /// <summary>The referral of a person whom the caller sees has been given to a branch. Those from before are listed by `referrals`.</summary>
    public static IAsyncEnumerable<Ref<Referral>> ReferralAssigned(ChangeFeed feed, Caller caller, CancellationToken cancellationToken) =>
        feed.ListenAsync<Referral>(ChangeKind.ReferralAssigned, caller, cancellationToken);
}
