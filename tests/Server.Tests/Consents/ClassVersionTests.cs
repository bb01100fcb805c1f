using System.Text.Json;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;

namespace Integration.Graph.Server.Tests.Consents;

/// <summary>A recipient class sees only its own part of a consent's history and cannot infer the rest.</summary>
public sealed class ClassVersionTests
{
    private const string Until = "validUntil: \"2027-01-01T00:00:00Z\"";
    private const string Consent = "{ consents { nodes { version givenAt validUntil method status grants { recipient field } refugee { reference } } } }";

    [Theory]
    [BothDatabases]
    public async Task A_change_of_what_others_are_granted_changes_nothing_for_the_class(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock);
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();
        var municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        var branch = await host.TokenAsync(Role.BranchCoordinator, "test-north-a");
        await DoAsync(host, centre, "giveConsent", id, null, "MUNICIPALITY NAME", "VOLUNTEERS NAME");
        var before = await host.QueryAsync(municipality, Consent);
        before["consents.nodes.0.version"].GetInt32().ShouldBe(1);
        var given = before["consents.nodes.0.givenAt"].GetString();

        // Three changes. None creates a version for the municipality. The first two create versions for the branch; the
        // last one does not change its part.
        clock.Pass(TimeSpan.FromMinutes(5));
        await DoAsync(host, centre, "changeConsent", id, 1, "MUNICIPALITY NAME", "VOLUNTEERS NAME", "VOLUNTEERS PHONE");
        await DoAsync(host, centre, "changeConsent", id, 2, "MUNICIPALITY NAME", "VOLUNTEERS PHONE");
        await DoAsync(host, centre, "changeConsent", id, 3, "MUNICIPALITY NAME", "VOLUNTEERS PHONE");
        (await host.QueryAsync(municipality, Consent)).Text.ShouldBe(before.Text);
        (await host.QueryAsync(branch, Consent))["consents.nodes.0.version"].GetInt32().ShouldBe(3);
        (await host.QueryAsync(centre.Token, "{ refugees { nodes { consent { version } } } }"))["refugees.nodes.0.consent.version"].GetInt32().ShouldBe(4);

        // A change to the municipality's own part creates a version.
        await DoAsync(host, centre, "changeConsent", id, 4, "MUNICIPALITY NAME", "MUNICIPALITY PHONE", "VOLUNTEERS PHONE");
        var after = await host.QueryAsync(municipality, Consent);
        after["consents.nodes.0.version"].GetInt32().ShouldBe(2);
        after["consents.nodes.0.givenAt"].GetString().ShouldNotBe(given);
    }

    [Theory]
    [BothDatabases]
    public async Task A_stale_version_is_refused(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();
        await DoAsync(host, centre, "giveConsent", id, null, "MUNICIPALITY NAME");
        await DoAsync(host, centre, "changeConsent", id, 1, "MUNICIPALITY PHONE");

        var stale = await host.QueryAsync(centre.Token, Document("changeConsent", id, 1, ["MUNICIPALITY NAME"]));

        stale["changeConsent.errors.0.code"].GetString().ShouldBe("CONSENT_NOT_IN_FORCE");
    }

    [Theory]
    [BothDatabases]
    public async Task A_change_with_an_outdated_version_of_the_person_is_refused(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        // A caller that has not seen a withdrawal cannot record a consent that was signed before it.
        var give = $$"""giveConsent(input: { refugeeId: "{{id}}", method: SIGNED_FORM, language: "{{TestCountry.Tongue}}", grants: [{ recipient: MUNICIPALITY, field: NAME }], version: $v })""";
        (await StepAsync(centre.Token, give, 1)).ShouldBe("CONFLICT");
        (await StepAsync(centre.Token, give, (await host.QueryAsync(centre.Token, "{ refugees { nodes { version } } }"))["refugees.nodes.0.version"].GetInt32())).ShouldBe("");
        var seen = (await host.QueryAsync(centre.Token, "{ refugees { nodes { version } } }"))["refugees.nodes.0.version"].GetInt32();
        string[] steps =
        [
            $$"""updateContact(input: { refugeeId: "{{id}}", phone: "+4500000002", version: $v })""",
            $$"""placeRefugee(input: { refugeeId: "{{id}}", municipality: "{{TestCountry.North}}", version: $v })""",
            $$"""recordInterview(input: { refugeeId: "{{id}}", heldOn: "2026-01-03", language: "{{TestCountry.Tongue}}", interpreter: false, answer: UNDECIDED, version: $v })""",
            $$"""transferRefugee(input: { refugeeId: "{{id}}", centreId: "{{Engine.Types.GlobalId.Encode("AsylumCentre", TestCountry.OtherCentre)}}", version: $v })""",
        ];
        foreach (var step in steps)
        {
            (await StepAsync(centre.Token, step, seen - 1)).ShouldBe("CONFLICT", step);
        }

        foreach (var (step, i) in steps.Select((x, i) => (x, i)))
        {
            (await StepAsync(centre.Token, step, seen + i)).ShouldBe("", step);
        }

        // The version number would reveal unrelated changes to the municipality.
        var municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        (await StepAsync(municipality, $$"""updateContact(input: { refugeeId: "{{id}}", caseworker: null, version: $v })""", seen)).ShouldBe("NOT_PERMITTED");
        (await host.QueryAsync(municipality, "{ refugees { nodes { version } } }")).Coordinates.ShouldBe(["Refugee.version"]);

        // An officer with a version from before the centre's changes cannot correct anything either.
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        var rectify = $$"""rectifyRefugee(input: { reference: "{{reference}}", givenName: "Right", version: $v })""";
        (await StepAsync(officer, rectify, seen)).ShouldBe("CONFLICT");
        (await StepAsync(officer, rectify, seen + steps.Length)).ShouldBe("");

        async Task<string> StepAsync(string token, string step, int version)
        {
            var answer = await host.QueryAsync(token, $"mutation($v: Int) {{ a: {step} {{ errors {{ ... on Error {{ code }} }} }} }}", new { v = version });
            return answer["a.errors"].ValueKind == JsonValueKind.Null ? "" : answer["a.errors.0.code"].GetString()!;
        }
    }

    [Theory]
    [BothDatabases]
    public async Task An_event_that_is_none_to_the_class_is_not_told(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();
        await DoAsync(host, centre, "giveConsent", id, null, "MUNICIPALITY NAME", "VOLUNTEERS NAME");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query = "subscription { consentChanged { version status } }" }),
        };
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new("Bearer", await host.TokenAsync(Role.Municipality, TestCountry.North));
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await Centre.ListeningAsync(host, 1);

        await DoAsync(host, centre, "changeConsent", id, 1, "MUNICIPALITY NAME", "VOLUNTEERS PHONE");
        await DoAsync(host, centre, "changeConsent", id, 2, "MUNICIPALITY PHONE", "VOLUNTEERS PHONE");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string line;
        do
        {
            line = await reader.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The stream has ended.");
        }
        while (!line.StartsWith("data:", StringComparison.Ordinal));
        JsonDocument.Parse(line[5..]).RootElement.GetProperty("data").GetRawText().ShouldBe("""{"consentChanged":{"version":2,"status":"IN_FORCE"}}""");
    }

    [Fact]
    public void Versions_that_show_the_class_nothing_do_not_count()
    {
        var until = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var none = Version(null, SharedFields.None);
        var first = Version(Version(none, SharedFields.None), SharedFields.Name);
        var hidden = Version(Version(first, SharedFields.None), SharedFields.None);

        (none.MunicipalityVersion, first.MunicipalityVersion, hidden.MunicipalityVersion).ShouldBe((0, 1, 1));
        Version(hidden, SharedFields.Name).MunicipalityVersion.ShouldBe(2);
        Version(first, SharedFields.Name).MunicipalityVersion.ShouldBe(1);
        Version(first, SharedFields.Name).MunicipalitySince.ShouldBe(first.GivenAt);
        // After the consent has ended, a new consent starts a new history.
        ClassVersion.After(first, continues: false, RecipientClass.Municipality, SharedFields.Name, until, ConsentMethod.SignedForm).ShouldBe(new ClassVersion(2, null));
        ClassVersion.After(first, continues: true, RecipientClass.Municipality, SharedFields.Name, until.AddDays(1), ConsentMethod.SignedForm).ShouldBe(new ClassVersion(2, null));

        Server.Consents.Consent Version(Server.Consents.Consent? last, SharedFields fields)
        {
            var next = ClassVersion.After(last, last is not null, RecipientClass.Municipality, fields, until, ConsentMethod.SignedForm);
            return new Server.Consents.Consent
            {
                Version = (last?.Version ?? 0) + 1,
                GivenAt = until.AddYears(-1).AddDays(last?.Version ?? 0),
                ValidUntil = until,
                Method = ConsentMethod.SignedForm,
                LanguageCode = "",
                RecordedBy = "",
                MunicipalityFields = fields,
                MunicipalityVersion = next.Version,
                MunicipalitySince = next.Since,
            };
        }
    }

    private static string Document(string mutation, string id, int? version, string[] grants) => $$"""
        mutation { {{mutation}}(input: { refugeeId: "{{id}}", {{(version is null ? Until : $"version: {version}")}}, method: SIGNED_FORM, language: "{{TestCountry.Tongue}}", grants: [
          {{string.Join(", ", grants.Select(x => x.Split(' ')).Select(x => $"{{ recipient: {x[0]}, field: {x[1]} }}"))}} ] }) { errors { ... on Error { code } } } }
        """;

    private static async Task DoAsync(ServerHost host, Centre centre, string mutation, string id, int? version, params string[] grants)
    {
        var answer = await host.QueryAsync(centre.Token, Document(mutation, id, version, grants));
        answer[mutation].GetProperty("errors").ValueKind.ShouldBe(JsonValueKind.Null, answer.Text);
    }
}
