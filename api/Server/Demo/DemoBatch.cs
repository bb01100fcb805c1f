using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Demo;

/// <summary>
/// Rows that can be stored together. They refer only to rows in the same batch, in an earlier one, or in the seed data.
/// </summary>
internal sealed class DemoBatch
{
    public List<Caseworker> Caseworkers { get; } = [];
    public List<Volunteer> Volunteers { get; } = [];
    public List<Household> Households { get; } = [];
    public List<Refugee> Refugees { get; } = [];
    public List<HandoverInterview> Interviews { get; } = [];
    public List<Consent> Consents { get; } = [];
    public List<HandoverNotice> Notices { get; } = [];
    public List<Referral> Referrals { get; } = [];
    public List<Match> Matches { get; } = [];
    public List<BranchActivation> Activations { get; } = [];
}
