using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Delivery;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Handovers;

[SubscriptionType]
internal static class HandoverNoticeSubscriptions
{
    /// <summary>The caller's municipality has a new notice. Notices from before are listed by `handoverNotices`.</summary>
    public static IAsyncEnumerable<Ref<HandoverNotice>> HandoverNoticeReceived(ChangeFeed feed, Caller caller, CancellationToken cancellationToken) =>
        feed.ListenAsync<HandoverNotice>(ChangeKind.HandoverNoticeMade, caller, cancellationToken);
}
