using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Referrals;

/// <summary>The referral of a person who wants contact with volunteers. A Red Cross branch receives it.</summary>
[ObjectType<Referral>]
[Node]
internal static class ReferralType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<Referral>]
    public static Expression<Func<Referral, long>> Id => f => f.Id;

    /// <summary>Status of the referral. An open referral is `LAPSED` from the instant at which its consent expires.</summary>
    [Filterable]
    public static Expression<Func<Referral, ReferralStatus>> Status => SharingConditions.Inline((Referral f) =>
        f.ClosedAt != null || f.Refugee!.AdmitsVolunteers(CallerValues.Now.Value) ? f.Status : ReferralStatus.Lapsed);

    /// <summary>Branch to which the referral is assigned; null while it waits for one.</summary>
    public static Expression<Func<Referral, Branch?>> Branch => f => f.Branch;

    /// <summary>Municipality in which the person was placed when the referral was created.</summary>
    public static Computed<Referral, Municipality> Municipality => Computed.Of(
        (Referral f) => f.MunicipalityCode, (code, context) => context.Service<ReferenceTables>().Municipality(code)!);

    /// <summary>
    /// Day on which the person began to wait. Null for a closed referral, for which only the duration is disclosed: see
    /// `waitingDays`. Sorting uses the exact instant, so that referrals of one day are in order of time.
    /// </summary>
    [Sortable]
    public static Computed<Referral, DateOnly?> WaitingSince => Computed.Of(
        (Referral f) => f.ClosedAt == null ? (DateTime?)f.WaitingSince : null, (since, _) => since is { } began ? Moment.DayOf(began) : (DateOnly?)null);

    /// <summary>
    /// Number of days from the beginning of the wait until today, or until the referral was closed or its consent expired.
    /// </summary>
    public static Computed<Referral, int> WaitingDays => Computed.Of(
        (Referral f) => new { f.WaitingSince, f.ClosedAt, ConsentEnd = (DateTime?)f.Refugee!.Consent!.ValidUntil },
        (s, context) => (EndOf(s.ClosedAt, s.ConsentEnd, context) is { } end ? Moment.DayOf(end) : context.Service<RequestMoment>().Today).DayNumber - Moment.DayOf(s.WaitingSince).DayNumber);

    /// <summary>
    /// Last day for the branch's next step: to accept within 7 days of the assignment, to contact the person
    /// within 14. Null if no step is due.
    /// </summary>
    public static Computed<Referral, DateOnly?> DueOn => Computed.Of(
        (Referral f) => new { f.Status, f.AssignedAt, f.ClosedAt, ConsentEnd = (DateTime?)f.Refugee!.Consent!.ValidUntil, Fields = (SharedFields?)f.Refugee!.Consent!.VolunteersFields },
        (s, context) => s.Fields > SharedFields.None ? Due(s.Status, s.AssignedAt, EndOf(s.ClosedAt, s.ConsentEnd, context)) : null);

    /// <summary>Whether `dueOn` has passed.</summary>
    [Filterable]
    public static Expression<Func<Referral, bool>> Overdue => SharingConditions.Inline((Referral f) =>
        f.ClosedAt == null && f.Refugee!.AdmitsVolunteers(CallerValues.Now.Value)
        && ((f.Status == ReferralStatus.Assigned && f.AssignedAt < CallerValues.AcceptancesDueSince.Value)
            || (f.Status == ReferralStatus.Accepted && f.AssignedAt < CallerValues.ContactsDueSince.Value)));

    /// <summary>The person; null if the person is not visible to the caller now.</summary>
    public static Expression<Func<Referral, Refugee?>> Refugee => f => f.Refugee;

    /// <summary>Returns an instant. A referral that was assigned before it, and is not accepted, is overdue today.</summary>
    [GraphQLIgnore]
    public static DateTime AcceptancesDueSince(DateOnly today) => Moment.StartOf(today.AddDays(-DaysToAccept));

    /// <summary>Returns an instant. A referral that was assigned before it, and is not contacted, is overdue today.</summary>
    [GraphQLIgnore]
    public static DateTime ContactsDueSince(DateOnly today) => Moment.StartOf(today.AddDays(-DaysToContact));

    /// <summary>
    /// Returns when the referral ended; null while it is open. An open referral ends with its consent,
    /// before the job closes its row.
    /// </summary>
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

/// <summary>Request that a branch without integration activities begins with them, to receive newcomers.</summary>
[ObjectType<BranchActivation>]
[Node]
internal static class BranchActivationType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<BranchActivation>]
    public static Expression<Func<BranchActivation, long>> Id => a => a.Id;

    /// <summary>Status of the request.</summary>
    public static Expression<Func<BranchActivation, ActivationStatus>> Status => a => a.Status;

    /// <summary>The branch whose activation is requested.</summary>
    public static Expression<Func<BranchActivation, Branch>> Branch => a => a.Branch!;

    /// <summary>When the activation was requested.</summary>
    public static Expression<Func<BranchActivation, DateTime>> RequestedAt => a => a.RequestedAt;

    /// <summary>When the consultant decided, or when the request was cancelled; null until then.</summary>
    public static Expression<Func<BranchActivation, DateTime?>> DecidedAt => a => a.DecidedAt;

    /// <summary>The consultant's reason for the decision; null if none was given.</summary>
    public static Expression<Func<BranchActivation, string?>> Reason => a => a.Reason;
}
