using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>
/// Request to a recipient to delete fields of a person that it has received and may no longer see. It is visible even if the
/// person is not, and holds no values.
/// </summary>
[ObjectType<DeletionRequest>]
[Node]
internal static class DeletionRequestType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<DeletionRequest>]
    public static Expression<Func<DeletionRequest, long>> Id => d => d.Id;

    /// <summary>Reference of the person, for example `RK-7Q4M-2XKD`.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, string>> Reference => d => d.Reference;

    /// <summary>The fields to delete. Fields that the recipient may see again are removed while the request is pending.</summary>
    [Filterable]
    public static Computed<DeletionRequest, IReadOnlyList<SharedField>> Fields => Computed.Of(
        (DeletionRequest d) => d.Fields, (fields, _) => (IReadOnlyList<SharedField>)[.. fields.Each()]);

    /// <summary>Why the recipient may no longer see the fields.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, LossReason>> Reason => d => d.Reason;

    /// <summary>Role of the recipient.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, Role>> Role => d => d.Role;

    /// <summary>
    /// Scope of the recipient, as in its tokens: a municipality's code, a branch's slug or a volunteer's
    /// number. Empty for the consultants.
    /// </summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, string>> Scope => d => d.Scope;

    /// <summary>Status of the request.</summary>
    public static Computed<DeletionRequest, DeletionStatus> Status => Computed.Of(
        (DeletionRequest d) => new { d.RequestedAt, d.ConfirmedAt, d.CancelledAt }, (s, _) => StatusOf(s.ConfirmedAt, s.CancelledAt));

    /// <summary>When the request was created, because the recipient lost access to the fields.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<DeletionRequest, DateTime>> RequestedAt => d => d.RequestedAt;

    /// <summary>When the recipient confirmed the deletion; null until then.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, DateTime?>> ConfirmedAt => d => d.ConfirmedAt;

    /// <summary>When the request was cancelled, because the recipient may see the fields again; null otherwise.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, DateTime?>> CancelledAt => d => d.CancelledAt;

    /// <summary>Last day for the confirmation, 14 days after the request; null if the request is not pending.</summary>
    public static Computed<DeletionRequest, DateOnly?> DueOn => Computed.Of(
        (DeletionRequest d) => new { d.RequestedAt, d.ConfirmedAt, d.CancelledAt },
        (s, _) => StatusOf(s.ConfirmedAt, s.CancelledAt) == DeletionStatus.Pending ? Due(s.RequestedAt) : (DateOnly?)null);

    /// <summary>Whether the request is pending and `dueOn` has passed.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, bool>> Overdue => d =>
        d.ConfirmedAt == null && d.CancelledAt == null && d.RequestedAt < CallerValues.DeletionsDueSince.Value;

    /// <summary>When the last reminder of the overdue request was written to the server's log; null if there was none.</summary>
    public static Expression<Func<DeletionRequest, DateTime?>> RemindedAt => d => d.RemindedAt;

    /// <summary>Returns an instant. A pending request that was created before it is overdue today.</summary>
    [GraphQLIgnore]
    public static DateTime DueSince(DateOnly today) => Moment.StartOf(today.AddDays(-DaysToConfirm));

    /// <summary>Returns the status of a request with these instants.</summary>
    [GraphQLIgnore]
    public static DeletionStatus StatusOf(DateTime? confirmedAt, DateTime? cancelledAt) =>
        confirmedAt is not null ? DeletionStatus.Confirmed : cancelledAt is not null ? DeletionStatus.Cancelled : DeletionStatus.Pending;

    // Number of days that a recipient has to confirm a request before it is overdue.
    private const int DaysToConfirm = 14;

    private static DateOnly Due(DateTime requestedAt) => Moment.DayOf(requestedAt).AddDays(DaysToConfirm);
}
