using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;

namespace Integration.Graph.Server.Referrals;

[SubscriptionType]
internal static class ReferralSubscriptions
{
    /// <summary>
    /// Sends an event when a referral is assigned to a branch, if its person is visible to the caller. The query
    /// `referrals` lists earlier ones.
    /// </summary>
    public static IAsyncEnumerable<Ref<Referral>> ReferralAssigned(ChangeFeed feed, Caller caller, CancellationToken cancellationToken) =>
        feed.ListenAsync<Referral>(ChangeKind.ReferralAssigned, caller, cancellationToken);
}
