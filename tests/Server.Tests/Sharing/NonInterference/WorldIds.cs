using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identifiers;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>Ids for requests in a generated world, of existing and missing rows.</summary>
internal static class WorldIds
{
    /// <summary>
    /// Returns the ids of the type that the argument's name implies, for example <c>branchId</c>; all ids for <c>id</c>
    /// and other names.
    /// </summary>
    public static Func<string, IReadOnlyList<string>> Of(GeneratedWorld world)
    {
        var byName = new Dictionary<string, string[]>
        {
            ["refugeeId"] = [.. world.People.Select(p => GlobalId.Encode("Refugee", p.Id))],
            ["handoverNoticeId"] = [.. world.People.Select(p => GlobalId.Encode("HandoverNotice", WorldStore.NoticeId(p)))],
            ["referralId"] = [.. world.People.Select(p => GlobalId.Encode("Referral", WorldStore.ReferralId(p)))],
            ["matchId"] = [.. world.People.Select(p => GlobalId.Encode("Match", WorldStore.MatchId(p)))],
            ["volunteerId"] = [.. world.Volunteers.Select(v => GlobalId.Encode("Volunteer", v.Id))],
            ["branchActivationId"] = [.. world.Activations.Select(a => GlobalId.Encode("BranchActivation", a.Id))],
            ["deletionRequestId"] = [.. world.Requests.Select(r => GlobalId.Encode("DeletionRequest", r.Id))],
            ["consentNoticeId"] = [.. world.People.Select(p => GlobalId.Encode("ConsentNotice", WorldStore.ConsentNoticeId(p)))],
            ["branchId"] = [GlobalId.Encode("Branch", Ids.OfBranch("test-north-a")), GlobalId.Encode("Branch", Ids.OfBranch("test-south-a"))],
            ["centreId"] = [GlobalId.Encode("AsylumCentre", Ids.OfCentre("test-other-centre"))],
        };
        byName["householdOf"] = byName["refugeeId"];
        string[] all = [.. byName.Values.SelectMany(ids => ids), "nonsense"];
        return name => byName.GetValueOrDefault(name, all);
    }
}
