using System.Text.Json;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;

namespace Integration.Graph.Server.Tests.Consents;

/// <summary>
/// When a consent expires, its recipients stop seeing the person on every path at that instant, without a job.
/// </summary>
public sealed class ExpiryTests(SubscriptionClients clients)
{
    private const string Person = "reference languages { code } name @ifPermitted { given } phone @ifPermitted age @ifPermitted";

    [Theory, BothDatabases]
    public async Task Nothing_is_granted_from_the_second_at_which_a_consent_runs_out(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        var end = scene.Clock.Now.AddHours(1);
        var (id, reference, _, volunteer, _) = await scene.MatchedAsync(end);
        // The host also disposes of the scene's database.
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("Subscriptions:PollInterval", "00:00:00.050"));
        (string Token, string[] Paths)[] callers =
        [
            (await host.TokenAsync(Role.Municipality, TestCountry.North), ["refugees", "refugee", "node", "consents", "handoverNotices", "municipality", "referrals"]),
            (await host.TokenAsync(Role.BranchCoordinator, "test-north-a"), ["refugees", "refugee", "node", "consents", "municipality", "referrals", "branch", "matches"]),
            (await host.TokenAsync(Role.Volunteer, $"{volunteer}"), ["refugees", "refugee", "node", "consents", "municipality", "referrals", "matches"]),
            (await host.TokenAsync(Role.IntegrationConsultant), ["refugees", "refugee", "node", "municipality", "referrals"]),
        ];
        var node = (await host.QueryAsync(callers[0].Token, "{ refugees { nodes { id } } }"))["refugees.nodes.0.id"].GetString()!;
        var heard = clients.Subscribe("sse", host.Client.BaseAddress!, callers[0].Token, $"subscription {{ handoverNoticeReceived {{ refugee {{ {Person} }} }} }}");
        await Centre.ListeningAsync(host, 1);

        scene.Clock.Now = end.AddTicks(-10);
        foreach (var (token, paths) in callers)
        {
            foreach (var path in paths)
            {
                (await AskAsync(host, token, path, node, reference)).ShouldContain(reference, customMessage: path);
            }
        }

        scene.Clock.Now = end;
        foreach (var (token, paths) in callers)
        {
            foreach (var path in paths)
            {
                (await AskAsync(host, token, path, node, reference)).ShouldNotContain(reference, customMessage: path);
            }
        }

        foreach (var filter in new[] { "age: { gte: 0 }", "age: { eq: null }", $"reference: {{ eq: \"{reference}\" }}" })
        {
            (await host.QueryAsync(callers[0].Token, $"{{ refugees(where: {{ {filter} }}) {{ totalCount }} }}"))["refugees.totalCount"].GetInt32().ShouldBe(0, filter);
        }

        // A notice that is stored after the expiry reaches the subscriber without the person.
        await host.DoAsync(async db =>
        {
            db.Add(new HandoverNotice
            {
                Id = Ids.New(),
                RefugeeId = id,
                Reference = reference,
                MunicipalityCode = TestCountry.North,
                News = SharedFields.Phone,
                CreatedAt = end,
            });
            await db.SaveChangesAsync();
        });
        (await heard.NextAsync()).GetProperty("refugee").ValueKind.ShouldBe(JsonValueKind.Null);
        (await scene.LoadAsync(id)).Referral!.ClosedAt.ShouldBeNull("the expiry is not written down yet");
    }

    /// <summary>Referral and match end with their consent, even before the follow-up job stores their end.</summary>
    [Theory, BothDatabases]
    public async Task A_referral_and_a_match_whose_consent_has_run_out_are_over_and_nothing_of_them_is_due(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        var end = scene.Clock.Now.AddDays(10);
        var (_, _, _, volunteer, _) = await scene.MatchedAsync(end);
        var waits = await scene.RegisterAsync();
        await scene.PlaceAsync(waits);
        await scene.AskAsync(waits, wishes: [TestCountry.Family]);
        await scene.ConsentAsync(waits, validUntil: end);
        var referral = (await scene.LoadAsync(waits)).ReferralId!.Value;
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        await scene.ProposeAsync(referral, await scene.RegisterVolunteerAsync(TestCountry.NorthA), TestCountry.NorthA);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("FollowUp:Schedule", "never"));
        const string Referrals = "{ referrals { nodes { status dueOn overdue waitingDays } } }";
        const string Matches = "{ matches { nodes { status refugee { reference } } } open: matches(where: { status: { in: [PROPOSED, CONFIRMED] } }) { totalCount } }";

        scene.Clock.Now = end.AddTicks(-10);
        var centre = await host.TokenAsync(Role.CentreWorker, "test-centre");
        (await host.QueryAsync(centre, Referrals))["referrals.nodes"].EnumerateArray().Select(x => x.GetRawText()).ShouldBe(
        [
            """{"status":"MATCHED","dueOn":null,"overdue":false,"waitingDays":10}""",
            """{"status":"ACCEPTED","dueOn":"2026-03-18","overdue":false,"waitingDays":10}""",
        ], ignoreOrder: true);
        var branch = await host.TokenAsync(Role.BranchCoordinator, "test-north-a");
        (await host.QueryAsync(branch, Matches))["open.totalCount"].GetInt32().ShouldBe(2);

        scene.Clock.Now = end.AddDays(9);
        centre = await host.TokenAsync(Role.CentreWorker, "test-centre");
        (await host.QueryAsync(centre, Referrals))["referrals.nodes"].EnumerateArray()
            .ShouldAllBe(x => x.GetRawText() == """{"status":"LAPSED","dueOn":null,"overdue":false,"waitingDays":10}""");
        foreach (var (role, scope) in new[] { (Role.BranchCoordinator, "test-north-a"), (Role.Volunteer, $"{volunteer}") })
        {
            var answer = await host.QueryAsync(await host.TokenAsync(role, scope), Matches);
            answer["matches.nodes"].EnumerateArray().ShouldAllBe(x => x.GetRawText() == """{"status":"ENDED","refugee":null}""");
            answer["open.totalCount"].GetInt32().ShouldBe(0);
        }
    }

    private static async Task<string> AskAsync(ServerHost host, string token, string path, string node, string reference)
    {
        var document = path switch
        {
            "refugee" => $"{{ refugee(reference: \"{reference}\") {{ {Person} }} }}",
            "node" => $"{{ node(id: \"{node}\") {{ ... on Refugee {{ {Person} }} }} }}",
            "refugees" => $"{{ refugees {{ nodes {{ {Person} }} edges {{ node {{ {Person} }} }} }} }}",
            "municipality" => $"{{ municipality(code: \"{TestCountry.North}\") {{ refugees {{ nodes {{ {Person} }} }} }} }}",
            "branch" => $"{{ branch(slug: \"test-north-a\") {{ referrals {{ nodes {{ refugee {{ {Person} }} }} }} }} }}",
            _ => $"{{ {path} {{ nodes {{ refugee {{ {Person} }} }} }} }}",
        };
        var answer = await host.QueryAsync(token, document);
        answer.Errors.ShouldBeEmpty(answer.Text);
        return answer.Text;
    }
}
