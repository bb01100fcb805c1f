using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;

namespace Integration.Graph.Server.Consents;

[SubscriptionType]
internal static class ConsentSubscriptions
{
    /// <summary>
    /// Sends an event when a consent is given or changed, if the person is visible to the caller. A municipality, a
    /// branch and a volunteer get an event only if the part of the consent that is visible to them has changed. Only the
    /// person's centre and a data protection officer who has opened the person also get an event for a withdrawal; to
    /// other callers the person becomes invisible.
    /// </summary>
    public static IAsyncEnumerable<Ref<ConsentChange>> ConsentChanged(ChangeFeed feed, Caller caller, CancellationToken cancellationToken) =>
        feed.ListenAsync<ConsentChange>(ChangeKind.ConsentChanged, caller, cancellationToken);
}
