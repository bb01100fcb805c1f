using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Referrals;

/// <summary>Overdue referrals, for each role that sees the list, at the time of the request.</summary>
public sealed class OverdueTests
{
    [Theory, BothDatabases]
    public async Task What_is_overdue_is_listed_from_the_first_instant_after_the_day(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        var today = scene.Clock.Today;
        var (_, _, _, volunteer, _) = await scene.MatchedAsync();
        var assigned = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var accepted = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        await scene.AcceptAsync((await scene.LoadAsync(accepted)).ReferralId!.Value, TestCountry.NorthA);
        // This referral is at the other branch, which has another activity. It lapses before its second due day has passed.
        var lapses = await scene.RegisterAsync();
        await scene.PlaceAsync(lapses);
        await scene.AskAsync(lapses, wishes: [TestCountry.Language]);
        await scene.ConsentAsync(lapses, validUntil: Moment.StartOf(today.AddDays(10)));
        // Waits for a branch, so nothing is due.
        await scene.ReferredAsync(TestCountry.West);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("FollowUp:Schedule", "never"));

        await ShouldListAsync(Moment.StartOf(today.AddDays(8)).AddTicks(-10));
        await ShouldListAsync(Moment.StartOf(today.AddDays(8)), assigned, lapses);
        await ShouldListAsync(Moment.StartOf(today.AddDays(15)).AddTicks(-10), assigned);
        await ShouldListAsync(Moment.StartOf(today.AddDays(15)), assigned, accepted);

        async Task ShouldListAsync(DateTime at, params long[] persons)
        {
            scene.Clock.Now = at;
            var references = new List<string>();
            foreach (var person in persons)
            {
                references.Add((await scene.LoadAsync(person)).Reference);
            }

            var officer = await host.TokenAsync(Role.DataProtectionOfficer);
            foreach (var person in new[] { assigned, accepted, lapses })
            {
                (await host.QueryAsync(officer, "mutation($r: String!) { openSubjectAccess(input: { reference: $r, reason: \"Asked\" }) { errors { __typename } } }", new { r = (await scene.LoadAsync(person)).Reference })).Errors.ShouldBeEmpty();
            }

            foreach (var (role, scope) in new (Role, string?)[]
            {
                (Role.CentreWorker, "test-centre"), (Role.Municipality, TestCountry.North), (Role.IntegrationConsultant, null), (Role.DataProtectionOfficer, null),
                (Role.BranchCoordinator, "test-north-a"), (Role.BranchCoordinator, "test-north-b"), (Role.Volunteer, $"{volunteer}"),
            })
            {
                var answer = await host.QueryAsync(await host.TokenAsync(role, scope), """
                    {
                      all: referrals { nodes { dueOn overdue refugee { reference } } }
                      overdue: referrals(where: { overdue: { eq: true } }) { totalCount nodes { refugee { reference } } }
                      others: referrals(where: { overdue: { eq: false } }) { nodes { refugee { reference } } }
                    }
                    """);
                var all = answer["all.nodes"].EnumerateArray().ToList();
                var seen = all.ConvertAll(x => x.GetProperty("refugee").GetProperty("reference").GetString()!);
                var listed = References(answer, "overdue");
                var day = Moment.DayOf(at).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
                all.ShouldAllBe(x => x.GetProperty("overdue").GetBoolean() == (string.CompareOrdinal(x.GetProperty("dueOn").GetString() ?? "9", day) < 0));
                listed.ShouldBe(seen.Intersect(references), ignoreOrder: true, $"{role} {scope}");
                answer["overdue.totalCount"].GetInt32().ShouldBe(listed.Count);
                References(answer, "others").ShouldBe(seen.Except(references), ignoreOrder: true, $"{role} {scope}");
                // Ensures that the list is not empty.
                if (role is Role.CentreWorker or Role.DataProtectionOfficer)
                {
                    listed.Count.ShouldBe(persons.Length);
                }
            }
        }
    }

    /// <summary>
    /// The process closes such referrals immediately. An expired consent leaves them open. A generated world found this case.
    /// </summary>
    [Theory]
    [InlineData(DatabaseKind.Sqlite, "UPDATE consents SET volunteers_fields = 0")]
    [InlineData(DatabaseKind.PostgreSql, "UPDATE consents SET volunteers_fields = 0")]
    [InlineData(DatabaseKind.Sqlite, "UPDATE refugees SET consent_id = NULL")]
    [InlineData(DatabaseKind.PostgreSql, "UPDATE refugees SET consent_id = NULL")]
    public async Task Nothing_is_due_of_a_referral_that_has_lapsed(DatabaseKind kind, string loss)
    {
        var scene = await Scene.CreateAsync(kind);
        await scene.ReferredAsync(wishes: [TestCountry.Family]);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("FollowUp:Schedule", "never"));
        scene.Clock.Now = Moment.StartOf(scene.Clock.Today.AddDays(8));
        var centre = await host.TokenAsync(Role.CentreWorker, "test-centre");
        (await AskAsync()).ShouldBe(("ASSIGNED", true, true, 1));

        await scene.DoAsync(db => db.Database.ExecuteSqlRawAsync(loss));

        (await AskAsync()).ShouldBe(("LAPSED", false, false, 0));

        async Task<(string? Status, bool IsDue, bool IsOverdue, int Listed)> AskAsync()
        {
            var answer = await host.QueryAsync(centre, "{ all: referrals { nodes { status dueOn overdue } } overdue: referrals(where: { overdue: { eq: true } }) { totalCount } }");
            var referral = answer["all.nodes"].EnumerateArray().ShouldHaveSingleItem();
            return (referral.GetProperty("status").GetString(), referral.GetProperty("dueOn").GetString() is not null, referral.GetProperty("overdue").GetBoolean(), answer["overdue.totalCount"].GetInt32());
        }
    }

    private static List<string> References(GraphQLAnswer answer, string list) =>
        [.. answer[list + ".nodes"].EnumerateArray().Select(x => x.GetProperty("refugee").GetProperty("reference").GetString()!)];
}
