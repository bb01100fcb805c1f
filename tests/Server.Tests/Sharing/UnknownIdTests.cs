using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>Missing rows, rows of others and hidden rows give the same bytes.</summary>
[Collection(SharingHosts.Name)]
public sealed class UnknownIdTests(SharingHosts hosts)
{
    private const string ById = "query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } refugee(id: $id) { reference withheld { reason } } }";
    private const string ByIdPublicly = "query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }";

    [Theory]
    [BothDatabases]
    public async Task An_id_that_is_unknown_and_one_of_a_hidden_row_are_answered_alike_by_every_way_that_takes_one(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var asked = new HashSet<string>();
        foreach (var asker in Asker.On(kind))
        {
            var token = await hosts.TokenAsync(host, asker);
            var hidden = Hidden(asker).ToList();
            hidden.Count.ShouldBeGreaterThan(2);
            var schema = SchemaOperations.Of(asker.Role);
            var query = schema.Query.Fields.Any(x => x.Name == "refugee") ? ById : ByIdPublicly;
            foreach (var (name, document) in SchemaOperations.MutationsById(schema).Append((Name: "node", Document: query)))
            {
                var unknown = await host.QueryAsync(token, document, new { id = GlobalId.Encode("Refugee", 99_999) });
                unknown.Status.ShouldBe(200, unknown.Text);
                foreach (var id in hidden)
                {
                    (await host.QueryAsync(token, document, new { id })).Text.ShouldBe(unknown.Text, $"{name} for {asker}: {id}");
                }

                asked.Add(name);
            }
        }

        asked.ShouldContain("giveConsent.refugeeId");
        asked.ShouldContain("acceptReferral.referralId");
        asked.ShouldContain("acknowledgeHandoverNotice.handoverNoticeId");
        asked.ShouldContain("confirmMatch.matchId");
        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task A_reference_that_is_unknown_and_one_of_a_hidden_person_are_answered_alike(DatabaseKind kind)
    {
        await using var host = await SharingHosts.StartAsync(kind);
        foreach (var asker in Asker.On(kind))
        {
            var token = await host.TokenAsync(asker.Role, asker.Scope);
            var hidden = SharingWorld.People.Where(x => !DesignTable.IsVisible(asker, x)).Take(3).Select(x => x.Reference);
            foreach (var document in new[]
            {
                "query($r: String!) { refugee(reference: $r) { reference } }",
                "mutation($r: String!) { withdrawConsent(input: { reference: $r }) { reference errors { ... on Error { code } } } }",
                "mutation($r: String!) { exportSubjectData(input: { reference: $r }) { document errors { ... on Error { code message } } } }",
                "mutation($r: String!) { rectifyRefugee(input: { reference: $r, givenName: \"X\", version: 7 }) { refugee { id } errors { ... on Error { code message } } } }",
                "mutation($r: String!) { eraseRefugee(input: { reference: $r }) { reference errors { ... on Error { code message } } } }",
            })
            {
                var unknown = Ids.NewReference();
                var answer = await host.QueryAsync(token, document, new { r = unknown });
                foreach (var reference in hidden)
                {
                    (await host.QueryAsync(token, document, new { r = reference })).Text.Replace(reference, unknown, StringComparison.Ordinal).ShouldBe(answer.Text, asker.ToString());
                }
            }
        }
    }

    [Theory]
    [BothDatabases]
    public async Task A_request_a_volunteer_and_an_activity_of_somebody_else_are_answered_as_what_is_unknown(DatabaseKind kind)
    {
        await using var host = await SharingHosts.StartAsync(kind);
        var activity = await host.DoAsync(async db =>
        {
            db.Add(new DeletionRequest
            {
                Id = 1,
                Reference = SharingWorld.People[0].Reference,
                Role = Role.Municipality,
                Scope = "9920",
                Fields = SharedFields.Name,
                Reason = LossReason.Withdrawn,
                RequestedAt = SharingWorld.Now,
            });
            db.Add(new BranchActivation { Id = 1, BranchId = TestCountry.EastNear, RequestedAt = SharingWorld.Now, Status = ActivationStatus.Requested });
            await db.SaveChangesAsync();
            return await db.Activities.Where(x => x.BranchId == TestCountry.NorthB).Select(x => x.Id).SingleAsync();
        });
        foreach (var asker in Asker.On(kind))
        {
            var token = await host.TokenAsync(asker.Role, asker.Scope);
            var others = new List<string> { GlobalId.Encode("DeletionRequest", 1), GlobalId.Encode("Activity", activity) };
            others.AddRange(new[] { (7001L, "test-north-a"), (7002L, "test-south-a") }.Where(x => asker.Scope != x.Item2).Select(x => GlobalId.Encode("Volunteer", x.Item1)));
            if (asker.Role != Role.IntegrationConsultant)
            {
                others.AddRange([GlobalId.Encode("BranchActivation", 1), GlobalId.Encode("Branch", TestCountry.EastNear)]);
            }

            foreach (var (name, document) in SchemaOperations.MutationsById(SchemaOperations.Of(asker.Role)))
            {
                var unknown = await host.QueryAsync(token, document, new { id = GlobalId.Encode("Refugee", 99_999) });
                foreach (var id in others)
                {
                    (await host.QueryAsync(token, document, new { id })).Text.ShouldBe(unknown.Text, $"{name} for {asker}: {id}");
                }
            }
        }
        host.Complaints.ShouldBeEmpty();
    }

    /// <summary>Ids of existing rows of each kind that are hidden from the caller, and ids of other types.</summary>
    private static IEnumerable<string> Hidden(Asker asker)
    {
        foreach (var person in SharingWorld.People.Where(x => !DesignTable.IsVisible(asker, x)).Take(2))
        {
            yield return GlobalId.Encode("Refugee", person.Id);
            if (person.ReferralId > 0)
            {
                yield return GlobalId.Encode("Referral", person.ReferralId);
            }
        }

        if (asker.Role == Role.Municipality)
        {
            yield return GlobalId.Encode("HandoverNotice", SharingWorld.People.First(x => x.NoticeId > 0 && x.ReferralMunicipality != asker.Scope).NoticeId);
        }

        if (asker.Role is Role.BranchCoordinator or Role.Volunteer)
        {
            yield return GlobalId.Encode("Match", SharingWorld.People.First(x => x.MatchId > 0 && (asker.Role == Role.Volunteer
                ? $"{SharingWorld.Volunteers[x.Volunteer!.Value]}" : x.Branch) != asker.Scope).MatchId);
        }

        yield return GlobalId.Encode("Consent", SharingWorld.People[0].Id + 10_000);
        yield return GlobalId.Encode("Refugee", 0);
        yield return "nonsense";
        yield return "";
    }
}
