using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Delivery;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Consents;

[SubscriptionType]
internal static class ConsentSubscriptions
{
    /// <summary>
    /// A consent on which the caller sees a person was given, or changed in what the caller is shown of it; for the centre that registered the person, also
    /// that it was withdrawn. To everybody else a withdrawal makes the person invisible, and what is invisible is not told.
    /// </summary>
    public static IAsyncEnumerable<Ref<ConsentChange>> ConsentChanged(ChangeFeed feed, Caller caller, CancellationToken cancellationToken) =>
        feed.ListenAsync<ConsentChange>(ChangeKind.ConsentChanged, caller, cancellationToken);
}
