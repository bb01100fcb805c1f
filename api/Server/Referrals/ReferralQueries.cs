using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Referrals;

/// <summary>Queries for referrals.</summary>
[QueryType]
internal static class ReferralQueries
{
    /// <summary>
    /// The latest referral of each person that the caller may see. Default order: longest-waiting first, closed referrals last.
    /// </summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting(Default = "[{ waitingSince: ASC }]")]
    public static IQueryable<Referral> GetReferrals(GraphContext db) => db.Referrals;

    /// <summary>Requests to activate a branch. The consultant sees all, a coordinator those of their own branch.</summary>
    [UsePaging]
    public static IQueryable<BranchActivation> GetBranchActivations(GraphContext db) => db.BranchActivations;
}
