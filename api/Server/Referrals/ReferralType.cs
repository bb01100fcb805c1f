using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Referrals;

/// <summary>One person who wants contact, on the way to a branch.</summary>
[ObjectType<Referral>]
[Node]
internal static class ReferralType
{
    /// <summary>Opaque and stable.</summary>
    [ID<Referral>]
    public static Expression<Func<Referral, long>> Id => f => f.Id;

    /// <summary>Where it stands; an open one whose consent has run out has lapsed from that instant on.</summary>
    [Filterable]
    public static Expression<Func<Referral, ReferralStatus>> Status => f =>
        f.ClosedAt != null || (f.Refugee!.Consent != null && f.Refugee.Consent.ValidUntil > CallerValues.Now.Value && f.Refugee.Consent.VolunteersFields > SharedFields.None)
            ? f.Status
            : ReferralStatus.Lapsed;

    /// <summary>The branch that has it; null while it waits for one.</summary>
    public static Expression<Func<Referral, Branch?>> Branch => f => f.Branch;

    /// <summary>Where the person is placed.</summary>
    public static Computed<Referral, Municipality> Municipality => Computed.Of(
        (Referral f) => f.MunicipalityCode, (code, context) => context.Service<ReferenceData>().Municipality(code)!);

    /// <summary>
    /// The day on which the person began to wait; null once the referral is closed, which tells how long it lasted and not
    /// when. Ordered by it, of those of one day comes first whose step was first.
    /// </summary>
    [Sortable]
    public static Computed<Referral, DateOnly?> WaitingSince => Computed.Of(
        (Referral f) => f.ClosedAt == null ? (DateTime?)f.WaitingSince : null, (since, _) => since is { } began ? Moment.DayOf(began) : (DateOnly?)null);

    /// <summary>Days since the person began to wait, until today or until it was closed or its consent ran out.</summary>
    public static Computed<Referral, int> WaitingDays => Computed.Of(
        (Referral f) => new { f.WaitingSince, f.ClosedAt, ConsentEnd = (DateTime?)f.Refugee!.Consent!.ValidUntil },
        (s, context) => (EndOf(s.ClosedAt, s.ConsentEnd, context) is { } end ? Moment.DayOf(end) : context.Service<RequestMoment>().Today).DayNumber - Moment.DayOf(s.WaitingSince).DayNumber);

    /// <summary>The last day of the step that is due: accepted within 7 days, contacted within 14; null if none is due.</summary>
    public static Computed<Referral, DateOnly?> DueOn => Computed.Of(
        (Referral f) => new { f.Status, f.AssignedAt, f.ClosedAt, ConsentEnd = (DateTime?)f.Refugee!.Consent!.ValidUntil, Fields = (SharedFields?)f.Refugee!.Consent!.VolunteersFields },
        (s, context) => s.Fields > SharedFields.None ? Due(s.Status, s.AssignedAt, EndOf(s.ClosedAt, s.ConsentEnd, context)) : null);

    /// <summary>Whether that day is over.</summary>
    [Filterable]
    public static Expression<Func<Referral, bool>> Overdue => f =>
        f.ClosedAt == null && f.Refugee!.Consent != null && f.Refugee.Consent.ValidUntil > CallerValues.Now.Value && f.Refugee.Consent.VolunteersFields > SharedFields.None
        && ((f.Status == ReferralStatus.Assigned && f.AssignedAt < CallerValues.AcceptancesDueSince.Value)
            || (f.Status == ReferralStatus.Accepted && f.AssignedAt < CallerValues.ContactsDueSince.Value));

    /// <summary>The person, as far as the caller may see them at this moment.</summary>
    public static Expression<Func<Referral, Refugee?>> Refugee => f => f.Refugee;

    /// <summary>What was assigned before this instant and not accepted is overdue at a moment.</summary>
    [GraphQLIgnore]
    public static DateTime AcceptancesDueSince(DateOnly today) => Moment.StartOf(today.AddDays(-DaysToAccept));

    /// <summary>What was assigned before this instant and not contacted is overdue at a moment.</summary>
    [GraphQLIgnore]
    public static DateTime ContactsDueSince(DateOnly today) => Moment.StartOf(today.AddDays(-DaysToContact));

    /// <summary>An open one is over with its consent, whether anybody has written it down or not.</summary>
    private static DateTime? EndOf(DateTime? closedAt, DateTime? consentEnd, RequestContext context) =>
        closedAt ?? (consentEnd <= context.Service<RequestMoment>().Now ? consentEnd : null);

    private static DateOnly? Due(ReferralStatus status, DateTime? assignedAt, DateTime? closedAt) =>
        (status, assignedAt, closedAt) switch
        {
            (ReferralStatus.Assigned, { } assigned, null) => Moment.DayOf(assigned).AddDays(DaysToAccept),
            (ReferralStatus.Accepted, { } assigned, null) => Moment.DayOf(assigned).AddDays(DaysToContact),
            _ => null,
        };

    private const int DaysToAccept = 7;
    private const int DaysToContact = 14;
}

/// <summary>A branch without integration activities is asked to take newcomers.</summary>
[ObjectType<BranchActivation>]
[Node]
internal static class BranchActivationType
{
    /// <summary>Opaque and stable.</summary>
    [ID<BranchActivation>]
    public static Expression<Func<BranchActivation, long>> Id => a => a.Id;

    /// <summary>Where it stands.</summary>
    public static Expression<Func<BranchActivation, ActivationStatus>> Status => a => a.Status;

    /// <summary>The branch that is asked.</summary>
    public static Expression<Func<BranchActivation, Branch>> Branch => a => a.Branch!;

    /// <summary>When the need arose.</summary>
    public static Expression<Func<BranchActivation, DateTime>> RequestedAt => a => a.RequestedAt;

    /// <summary>When the consultant decided; null until then.</summary>
    public static Expression<Func<BranchActivation, DateTime?>> DecidedAt => a => a.DecidedAt;

    /// <summary>Why so; null if nothing was said.</summary>
    public static Expression<Func<BranchActivation, string?>> Reason => a => a.Reason;
}

[QueryType]
internal static class ReferralQueries
{
    /// <summary>The current referrals of the persons that exist for the caller; who has waited longest comes first, and last who waits no more.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting(Default = "[{ waitingSince: ASC }]")]
    public static IQueryable<Referral> GetReferrals(GraphContext db) => db.Referrals;

    /// <summary>Requests to activate a branch: all of them for the consultant, its own for a branch.</summary>
    [UsePaging]
    public static IQueryable<BranchActivation> GetBranchActivations(GraphContext db) => db.BranchActivations;
}
