using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;

namespace Integration.Graph.Server.Handovers;

[SubscriptionType]
internal static class HandoverNoticeSubscriptions
{
    /// <summary>
    /// Sends each new handover notice to the caller's municipality. The query `handoverNotices` lists earlier ones.
    /// </summary>
    public static IAsyncEnumerable<Ref<HandoverNotice>> HandoverNoticeReceived(ChangeFeed feed, Caller caller, CancellationToken cancellationToken) =>
        feed.ListenAsync<HandoverNotice>(ChangeKind.HandoverNoticeMade, caller, cancellationToken);
}
