using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

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
