using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>For each mutation: prepares its data, and returns the caller's token, the input and the selection.</summary>
internal sealed class MutationCases
{
    private const string SomeGrant = "method: SIGNED_FORM, language: \"qaa\", grants: [{ recipient: MUNICIPALITY, field: NAME }]";

    private readonly Scene _scene;
    private readonly ServerHost _host;
    private readonly Dictionary<Role, string> _tokens = [];

    private MutationCases(Scene scene, ServerHost host)
    {
        (_scene, _host) = (scene, host);
        All = new()
        {
            ["registerRefugee"] = () => At(Role.CentreWorker,
                $"givenName: \"Given\", familyName: \"Family\", dateOfBirth: \"1990-05-06\", nationality: \"{TestCountry.Country}\"", "refugee { id reference }"),
            ["transferRefugee"] = async () => await At(Role.CentreWorker,
                $"{Person(await scene.RegisterAsync())}, centreId: \"{GlobalId.Encode("AsylumCentre", TestCountry.OtherCentre)}\"", "refugee { id }"),
            ["placeRefugee"] = async () => await At(Role.CentreWorker,
                $"{Person(await scene.RegisterAsync())}, municipality: \"{TestCountry.North}\"", "refugee { id municipality { code } }"),
            ["updateContact"] = async () => await At(Role.CentreWorker,
                $"{Person(await scene.ReferredAsync())}, phone: \"+4500000050\"", "refugee { id phone version }"),
            ["recordInterview"] = async () => await At(Role.CentreWorker,
                $"{Person(await PlacedAsync())}, heldOn: \"2026-01-02\", language: \"{TestCountry.Tongue}\", interpreter: false, answer: WANTS_CONTACT", "refugee { id version }"),
            ["giveConsent"] = async () => await At(Role.CentreWorker,
                $"{Person(await AskedAsync())}, {SomeGrant}", "refugee { id consent { version } }"),
            ["changeConsent"] = async () => await At(Role.CentreWorker,
                $"{Person(await scene.ReferredAsync())}, version: 1, {SomeGrant}", "refugee { id consent { version } }"),
            ["withdrawConsent"] = async () => await At(Role.Municipality,
                Reference(await ReferredAsync()), "reference"),
            ["acknowledgeHandoverNotice"] = async () => await At(Role.Municipality,
                $"handoverNoticeId: \"{await NoticeAsync()}\"", "handoverNotice { id acknowledgedAt }"),
            ["confirmDeletion"] = async () => await At(Role.Municipality,
                $"deletionRequestId: \"{await DeletionRequestAsync()}\"", "deletionRequest { id status confirmedAt }"),
            ["assignReferral"] = async () => await At(Role.IntegrationConsultant,
                $"{Referral((await WaitingAsync()).ReferralId)}, {Branch(TestCountry.EastFar)}", "referral { id status }"),
            ["decideBranchActivation"] = async () => await At(Role.IntegrationConsultant,
                $"branchActivationId: \"{await ActivationAsync()}\", approve: true", "branchActivation { id status }"),
            ["requestBranchActivation"] = async () => await At(Role.IntegrationConsultant,
                await WaitingAsync() is not null ? Branch(TestCountry.EastFar) : "", "branchActivation { id status }"),
            ["acceptReferral"] = async () => await At(Role.BranchCoordinator,
                Referral((await ReferredAsync()).ReferralId), "referral { id status }"),
            ["returnReferral"] = async () => await At(Role.BranchCoordinator,
                $"{Referral((await ReferredAsync()).ReferralId)}, reason: \"On holiday.\"", "returnedReferralId"),
            ["recordContact"] = async () => await At(Role.BranchCoordinator,
                Referral(await AcceptedAsync()), "referral { id status }"),
            ["closeReferral"] = async () => await At(Role.BranchCoordinator,
                Referral((await scene.MatchedAsync()).Referral), "closedReferralId"),
            ["registerVolunteer"] = () => At(Role.BranchCoordinator,
                "givenName: \"Vol\", familyName: \"Unteer\"", "volunteer { id }"),
            ["proposeMatch"] = async () => await At(Role.BranchCoordinator,
                $"{Referral(await AcceptedAsync())}, volunteerId: \"{GlobalId.Encode("Volunteer", await scene.RegisterVolunteerAsync(TestCountry.NorthA))}\", activityType: \"{TestCountry.Family}\"",
                "match { id status }"),
            ["confirmMatch"] = async () => await MatchAsync(await ProposedAsync()),
            ["recordMeeting"] = async () => await MatchAsync(await MatchedAsync()),
            ["endMatch"] = async () => await MatchAsync(await MatchedAsync()),
            ["openActivity"] = () => At(Role.BranchCoordinator,
                $"type: \"{TestCountry.Family}\", title: \"Opened\", opensOn: \"2026-03-04\"", "activity { id title }"),
            ["changeActivity"] = async () => await At(Role.BranchCoordinator,
                $"{await ActivityAsync()}, title: \"Changed\"", "activity { id title }"),
            ["closeActivity"] = async () => await At(Role.BranchCoordinator,
                await ActivityAsync(), "activity { id closesOn }"),
            ["openSubjectAccess"] = async () => await At(Role.DataProtectionOfficer,
                $"{Reference(await ReferredAsync())}, reason: \"The person asks.\"", "refugee { id name { given } }"),
            ["exportSubjectData"] = async () => await At(Role.DataProtectionOfficer,
                Reference(await OpenedAsync()), "document"),
            ["rectifyRefugee"] = async () => await At(Role.DataProtectionOfficer,
                $"{Reference(await OpenedAsync())}, phone: \"+4500000051\"", "refugee { id phone }"),
            ["eraseRefugee"] = async () => await At(Role.DataProtectionOfficer,
                Reference(await OpenedAsync()), "reference"),
        };
    }

    public Dictionary<string, Func<Task<(string Token, string Input, string Selection)>>> All { get; }

    public static async Task<MutationCases> OfAsync(Scene scene, ServerHost host)
    {
        var cases = new MutationCases(scene, host);
        foreach (var (role, scope) in new (Role, string?)[]
        {
            (Role.CentreWorker, "test-centre"), (Role.Municipality, TestCountry.North), (Role.BranchCoordinator, "test-north-a"),
            (Role.IntegrationConsultant, null), (Role.DataProtectionOfficer, null),
        })
        {
            cases._tokens.Add(role, await host.TokenAsync(role, scope));
        }

        return cases;
    }

    private Task<(string Token, string Input, string Selection)> At(Role role, string input, string selection) =>
        Task.FromResult((_tokens[role], input, selection));

    private async Task<(string Token, string Input, string Selection)> MatchAsync((long Match, long Volunteer) matched) => (
        await _host.TokenAsync(Role.Volunteer, $"{matched.Volunteer}"), $"matchId: \"{GlobalId.Encode("Match", matched.Match)}\"", "match { id status }");

    private static string Person(long id) => $"refugeeId: \"{GlobalId.Encode("Refugee", id)}\"";

    private static string Reference(Refugee person) => $"reference: \"{person.Reference}\"";

    private static string Referral(long? id) => $"referralId: \"{GlobalId.Encode("Referral", id!.Value)}\"";

    private static string Branch(long id) => $"branchId: \"{GlobalId.Encode("Branch", id)}\"";

    private async Task<long> PlacedAsync()
    {
        var id = await _scene.RegisterAsync();
        await _scene.PlaceAsync(id);
        return id;
    }

    private async Task<long> AskedAsync()
    {
        var id = await PlacedAsync();
        await _scene.AskAsync(id);
        return id;
    }

    /// <summary>A person with a referral at North A.</summary>
    private async Task<Refugee> ReferredAsync() => await _scene.LoadAsync(await _scene.ReferredAsync(wishes: [TestCountry.Family]));

    /// <summary>A person for whom there is no branch.</summary>
    private async Task<Refugee> WaitingAsync() => await _scene.LoadAsync(await _scene.ReferredAsync(TestCountry.East));

    private async Task<long> AcceptedAsync()
    {
        var referral = (await ReferredAsync()).ReferralId!.Value;
        await _scene.AcceptAsync(referral, TestCountry.NorthA);
        return referral;
    }

    private async Task<(long Match, long Volunteer)> ProposedAsync()
    {
        var (referral, volunteer) = (await AcceptedAsync(), await _scene.RegisterVolunteerAsync(TestCountry.NorthA));
        return (await _scene.ProposeAsync(referral, volunteer, TestCountry.NorthA), volunteer);
    }

    private async Task<(long Match, long Volunteer)> MatchedAsync()
    {
        var (_, _, _, volunteer, match) = await _scene.MatchedAsync();
        return (match, volunteer);
    }

    private async Task<string> NoticeAsync() => GlobalId.Encode(nameof(HandoverNotice), (await ReferredAsync()).HandoverNotices[0].Id);

    private async Task<string> ActivationAsync()
    {
        await WaitingAsync();
        return GlobalId.Encode(nameof(BranchActivation), (await _scene.ActivationsAsync()).Single(x => x.Status == ActivationStatus.Requested).Id);
    }

    private async Task<string> ActivityAsync()
    {
        var activity = TestCountry.Opened(TestCountry.NorthA, TestCountry.Cafe);
        await _scene.DoAsync(db =>
        {
            db.Add(activity);
            return db.SaveChangesAsync();
        });
        return $"activityId: \"{GlobalId.Encode("Activity", activity.Id)}\"";
    }

    /// <summary>A deletion request for a municipality that received fields of a person before the withdrawal.</summary>
    private async Task<string> DeletionRequestAsync()
    {
        var reference = (await ReferredAsync()).Reference;
        (await _host.QueryAsync(_tokens[Role.Municipality], "{ refugees(first: 100) { nodes { phone } } }")).Errors.ShouldBeEmpty();
        await _scene.WithdrawAsync(reference);
        return GlobalId.Encode("DeletionRequest", await _scene.DoAsync(db =>
            db.DeletionRequests.Where(x => x.Reference == reference && x.Role == Role.Municipality).Select(x => x.Id).SingleAsync()));
    }

    /// <summary>A person whom the officer has opened.</summary>
    private async Task<Refugee> OpenedAsync()
    {
        var person = await ReferredAsync();
        (await _host.QueryAsync(_tokens[Role.DataProtectionOfficer], $"mutation {{ openSubjectAccess(input: {{ {Reference(person)}, reason: \"asked\" }}) {{ errors {{ __typename }} }} }}"))
            ["openSubjectAccess.errors"].ValueKind.ShouldBe(JsonValueKind.Null);
        return person;
    }
}
