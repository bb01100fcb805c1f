using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Sharing;

/// <summary>Values of the request that row rules compare with. Each is a parameter of every query that uses it.</summary>
internal static class CallerValues
{
    /// <summary>Scope from the caller's token: for example a municipality's code or a branch's slug.</summary>
    public static QueryParameter<string> Scope { get; } = new(run => run.Context.Service<Caller>().Scope);

    /// <summary>Database id of the caller's centre, branch or volunteer.</summary>
    public static QueryParameter<long> ScopeId { get; } = new(run => run.Context.Service<Caller>().ScopeId);

    /// <summary>Subject of the caller's token.</summary>
    public static QueryParameter<string> Subject { get; } = new(run => run.Context.Service<Caller>().Subject);

    /// <summary>The instant of the request, UTC.</summary>
    public static QueryParameter<DateTime> Now { get; } = new(run => run.Context.Service<RequestMoment>().Now);

    /// <summary>The day of the request in Denmark.</summary>
    public static QueryParameter<DateOnly> Today { get; } = new(run => run.Context.Service<RequestMoment>().Today);

    /// <summary>The same day as the number yyyymmdd, the format in which dates of birth are stored.</summary>
    public static QueryParameter<int> TodayNumber { get; } = new(run => Number(run.Context.Service<RequestMoment>().Today));

    /// <summary>A centre still sees persons who moved on this day or later.</summary>
    public static QueryParameter<DateOnly> MovedSince { get; } = new(run => run.Context.Service<RequestMoment>().Today.AddDays(-Refugees.RefugeeAccess.DaysAfterMove));

    /// <summary>An unconfirmed deletion request that was created before this instant is overdue.</summary>
    public static QueryParameter<DateTime> DeletionsDueSince { get; } = new(run => DeletionRequests.DeletionRequestType.DueSince(run.Context.Service<RequestMoment>().Today));

    /// <summary>A referral that was assigned before this instant and is not accepted is overdue.</summary>
    public static QueryParameter<DateTime> AcceptancesDueSince { get; } = new(run => Referrals.ReferralType.AcceptancesDueSince(run.Context.Service<RequestMoment>().Today));

    /// <summary>A referral that was assigned before this instant and is accepted, but not contacted, is overdue.</summary>
    public static QueryParameter<DateTime> ContactsDueSince { get; } = new(run => Referrals.ReferralType.ContactsDueSince(run.Context.Service<RequestMoment>().Today));

    private static int Number(DateOnly day) => (day.Year * 10000) + (day.Month * 100) + day.Day;
}
