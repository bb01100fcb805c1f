using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Losses;

/// <summary>
/// Asks a recipient to delete fields of a person whom it may no longer know. It is seen although the person is not, and
/// carries no values.
/// </summary>
[ObjectType<DeletionRequest>]
[Node]
internal static class DeletionRequestType
{
    /// <summary>Opaque and stable.</summary>
    [ID<DeletionRequest>]
    public static Expression<Func<DeletionRequest, long>> Id => d => d.Id;

    /// <summary>The person's reference.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, string>> Reference => d => d.Reference;

    /// <summary>What is to be deleted.</summary>
    [Filterable]
    public static Computed<DeletionRequest, IReadOnlyList<SharedField>> Fields => Computed.Of(
        (DeletionRequest d) => d.Fields, (fields, _) => (IReadOnlyList<SharedField>)[.. fields.Each()]);

    /// <summary>Why the recipient may no longer know it.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, LossReason>> Reason => d => d.Reason;

    /// <summary>What kind of recipient is asked.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, Role>> Role => d => d.Role;

    /// <summary>Which one: a municipality's code, a branch's slug, a volunteer's number; empty for the consultants.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, string>> Scope => d => d.Scope;

    /// <summary>Where it stands.</summary>
    public static Computed<DeletionRequest, DeletionStatus> Status => Computed.Of(
        (DeletionRequest d) => new { d.RequestedAt, d.ConfirmedAt, d.CancelledAt }, (s, _) => StatusOf(s.ConfirmedAt, s.CancelledAt));

    /// <summary>When the recipient lost the fields.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<DeletionRequest, DateTime>> RequestedAt => d => d.RequestedAt;

    /// <summary>When the recipient said that they are deleted; null until then.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, DateTime?>> ConfirmedAt => d => d.ConfirmedAt;

    /// <summary>When it was taken back because the recipient may know the fields again; null otherwise.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, DateTime?>> CancelledAt => d => d.CancelledAt;

    /// <summary>The last day on which it is to be confirmed; null if it needs no confirmation any more.</summary>
    public static Computed<DeletionRequest, DateOnly?> DueOn => Computed.Of(
        (DeletionRequest d) => new { d.RequestedAt, d.ConfirmedAt, d.CancelledAt },
        (s, _) => StatusOf(s.ConfirmedAt, s.CancelledAt) == DeletionStatus.Pending ? Due(s.RequestedAt) : (DateOnly?)null);

    /// <summary>Whether that day is over.</summary>
    [Filterable]
    public static Expression<Func<DeletionRequest, bool>> Overdue => d =>
        d.ConfirmedAt == null && d.CancelledAt == null && d.RequestedAt < CallerValues.DeletionsDueSince.Value;

    /// <summary>When it was last found overdue; null if it never was.</summary>
    public static Expression<Func<DeletionRequest, DateTime?>> RemindedAt => d => d.RemindedAt;

    /// <summary>What was requested before this instant and not confirmed is overdue at a moment.</summary>
    [GraphQLIgnore]
    public static DateTime DueSince(DateOnly today) => Moment.StartOf(today.AddDays(-DaysToConfirm));

    /// <summary>Where a request with these instants stands.</summary>
    [GraphQLIgnore]
    public static DeletionStatus StatusOf(DateTime? confirmedAt, DateTime? cancelledAt) =>
        confirmedAt is not null ? DeletionStatus.Confirmed : cancelledAt is not null ? DeletionStatus.Cancelled : DeletionStatus.Pending;

    // A recipient has so many days to confirm; then the request is overdue.
    private const int DaysToConfirm = 14;

    private static DateOnly Due(DateTime requestedAt) => Moment.DayOf(requestedAt).AddDays(DaysToConfirm);
}

[QueryType]
internal static class DeletionRequestQueries
{
    /// <summary>What the caller is asked to delete; for the data protection officer, what anybody is.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<DeletionRequest> GetDeletionRequests(GraphContext db) => db.DeletionRequests;
}
