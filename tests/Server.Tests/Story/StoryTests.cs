using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Story;

/// <summary>
/// The main process from end to end over HTTP: one person, from registration to the first volunteer and the withdrawal. Each
/// step is checked from the point of view of every role.
/// </summary>
public sealed class StoryTests
{
    [Theory]
    [BothDatabases]
    public async Task A_person_is_handed_over_as_far_as_they_permit_and_not_an_inch_further(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));
        var cast = await Cast.AssembleAsync(host);

        // 1. Registered at the centre. No other role sees the person.
        var registered = await cast.DoAsync(cast.Centre, "registerRefugee", """
            givenName: "Amal", familyName: "Haddad", dateOfBirth: "1990-05-17", nationality: "SY",
            languages: ["ara", "eng"], phone: "+4500123456"
            """, "refugee { id reference name { given family } phone age }");
        var id = registered.GetProperty("refugee").GetProperty("id").GetString()!;
        var reference = registered.GetProperty("refugee").GetProperty("reference").GetString()!;
        registered.GetProperty("refugee").GetProperty("name").GetProperty("given").GetString().ShouldBe("Amal");
        await cast.ShouldBeUnknownToAllButTheCentreAsync(id, reference);

        // 2. Placed, and 3. interviewed. Still no other role sees the person, because nothing is granted.
        await cast.DoAsync(cast.Centre, "placeRefugee", $$"""refugeeId: "{{id}}", municipality: "0461", movesInOn: "{{Day(14)}}" """, "refugee { movesInOn }");
        (await cast.TryAsync(cast.Centre, "giveConsent", Consent(id, "{ recipient: MUNICIPALITY, field: NAME }")))
            .ShouldBe(["NoWishForContactError NO_WISH_FOR_CONTACT"]);
        await cast.DoAsync(cast.Centre, "recordInterview", $$"""
            refugeeId: "{{id}}", heldOn: "{{Day(0)}}", language: "ara", interpreter: true, answer: WANTS_CONTACT, wishes: ["language_training"]
            """, "refugee { wishes { key } }");
        await cast.ShouldBeUnknownToAllButTheCentreAsync(id, reference);

        // 4. The consent. From now on recipients see exactly what it grants.
        await cast.DoAsync(cast.Centre, "giveConsent", Consent(id, """
            { recipient: MUNICIPALITY, field: NAME }, { recipient: MUNICIPALITY, field: PHONE }, { recipient: MUNICIPALITY, field: AGE },
            { recipient: VOLUNTEERS, field: NAME }, { recipient: VOLUNTEERS, field: LANGUAGES }
            """), "refugee { consent { version status } }");
        (await cast.TryAsync(cast.Centre, "giveConsent", Consent(id, "{ recipient: MUNICIPALITY, field: NAME }")))
            .ShouldBe(["ConsentInForceError CONSENT_IN_FORCE"]);

        var seen = await cast.SeeAsync(cast.Municipality, id);
        seen.ShouldSatisfyAllConditions(
            () => Name(seen).ShouldBe("Amal Haddad"),
            () => seen.GetProperty("phone").GetString().ShouldBe("+4500123456"),
            () => seen.GetProperty("age").GetInt32().ShouldBeInRange(34, 40),
            () => seen.GetProperty("nationality").ValueKind.ShouldBe(JsonValueKind.Null),
            () => Withheld(seen).ShouldBe("ADDRESS NOT_GRANTED, NATIONALITY NOT_GRANTED, CASEWORKER NOT_GRANTED, LANGUAGES NOT_GRANTED"));
        (await cast.NoticesAsync()).ShouldBe([$"{reference} NAME PHONE AGE"]);
        var branch = seen.GetProperty("referral").GetProperty("branch").GetProperty("slug").GetString()!;
        seen.GetProperty("referral").GetProperty("status").GetString().ShouldBe("ASSIGNED");
        var coordinator = await host.TokenAsync(Role.BranchCoordinator, branch);

        var referred = await cast.SeeAsync(coordinator, id);
        referred.ShouldSatisfyAllConditions(
            () => Name(referred).ShouldBe("Amal Haddad"),
            () => referred.GetProperty("languages")[0].GetProperty("code").GetString().ShouldBe("ara"),
            () => referred.GetProperty("phone").ValueKind.ShouldBe(JsonValueKind.Null),
            () => Withheld(referred).ShouldBe("PHONE NOT_GRANTED, ADDRESS NOT_GRANTED, AGE NOT_GRANTED, NATIONALITY NOT_GRANTED, CASEWORKER NOT_GRANTED"));
        await cast.ShouldBeUnknownAsync(cast.OtherMunicipality, id, reference);
        await cast.ShouldBeUnknownAsync(cast.OtherBranch, id, reference);
        await cast.ShouldBeUnknownAsync(cast.Officer, id, reference);
        var waiting = await host.QueryAsync(cast.Consultant, "query($id: ID!) { refugee(id: $id) { reference languages { code } name @ifPermitted { given } } }", new { id });
        waiting["refugee"].EnumerateObject().Select(p => p.Name).ShouldBe(["reference", "languages"]);
        (await host.QueryAsync(cast.Consultant, "query($id: ID!) { refugee(id: $id) { name { given } } }", new { id })).ShouldSatisfyAllConditions(
            answer => answer.HasData.ShouldBeFalse(),
            answer => answer.Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]),
            answer => answer.Coordinates.ShouldBe(["Refugee.name"]));

        // 5. The municipality acknowledges the notice. A value that it may not have creates no news.
        var notice = (await host.QueryAsync(cast.Municipality, "{ handoverNotices { nodes { id } } }"))["handoverNotices.nodes.0.id"].GetString();
        await cast.DoAsync(cast.Municipality, "acknowledgeHandoverNotice", $$"""handoverNoticeId: "{{notice}}" """, "handoverNotice { acknowledgedAt }");
        await cast.DoAsync(cast.Centre, "updateContact", $$"""refugeeId: "{{id}}", address: { street: "Vestergade 1", postalCode: "5000" }""", "refugee { address { town } }");
        (await cast.NoticesAsync()).Count.ShouldBe(1);
        await cast.DoAsync(cast.Centre, "changeConsent", "version: 1, " + Consent(id, """
            { recipient: MUNICIPALITY, field: NAME }, { recipient: MUNICIPALITY, field: PHONE }, { recipient: MUNICIPALITY, field: AGE }, { recipient: MUNICIPALITY, field: ADDRESS },
            { recipient: VOLUNTEERS, field: NAME }, { recipient: VOLUNTEERS, field: LANGUAGES }
            """), "refugee { consent { version } }");
        (await cast.NoticesAsync()).ShouldBe([$"{reference} NAME PHONE AGE", $"{reference} ADDRESS"], ignoreOrder: true);
        (await cast.SeeAsync(cast.Municipality, id)).GetProperty("address").GetProperty("street").GetString().ShouldBe("Vestergade 1");
        (await cast.SeeAsync(coordinator, id)).GetProperty("address").ValueKind.ShouldBe(JsonValueKind.Null);

        // 6. The branch accepts the referral and finds a volunteer, who sees the person after the match is confirmed.
        var referral = (await host.QueryAsync(coordinator, "{ referrals { nodes { id } } }"))["referrals.nodes.0.id"].GetString();
        await cast.DoAsync(coordinator, "acceptReferral", $$"""referralId: "{{referral}}" """, "referral { status }");
        await cast.DoAsync(coordinator, "recordContact", $$"""referralId: "{{referral}}" """, "referral { status }");
        var volunteerId = (await cast.DoAsync(coordinator, "registerVolunteer", """
            givenName: "Kirsten", familyName: "Holm", languages: ["dan"], activityTypes: ["language_training"], capacity: 2, childCertificateOn: "%DAY%"
            """.Replace("%DAY%", Day(-30), StringComparison.Ordinal), "volunteer { id }")).GetProperty("volunteer").GetProperty("id").GetString()!;
        var volunteer = await host.TokenAsync(Role.Volunteer, Number(volunteerId));
        var match = (await cast.DoAsync(coordinator, "proposeMatch", $$"""
            referralId: "{{referral}}", volunteerId: "{{volunteerId}}", activityType: "language_training"
            """, "match { id }")).GetProperty("match").GetProperty("id").GetString();
        await cast.ShouldBeUnknownAsync(volunteer, id, reference);
        await cast.DoAsync(volunteer, "confirmMatch", $$"""matchId: "{{match}}" """, "match { status refugee { name { given } } }");
        Name(await cast.SeeAsync(volunteer, id)).ShouldBe("Amal Haddad");

        // 7. Withdrawn: the person is invisible to all recipients immediately. The response does not reveal whether the person
        // exists.
        var withdrawn = await cast.DoAsync(cast.Municipality, "withdrawConsent", $$"""reference: "{{reference}}" """, "reference");
        var nobody = await cast.DoAsync(cast.Municipality, "withdrawConsent", """reference: "RK-7Q4M-2XKD" """, "reference");
        withdrawn.GetRawText().Replace(reference, "?", StringComparison.Ordinal).ShouldBe(nobody.GetRawText().Replace("RK-7Q4M-2XKD", "?", StringComparison.Ordinal));
        await cast.ShouldBeUnknownToAllButTheCentreAsync(id, reference);
        await cast.ShouldBeUnknownAsync(coordinator, id, reference);
        await cast.ShouldBeUnknownAsync(volunteer, id, reference);
        (await host.QueryAsync(cast.Municipality, "{ handoverNotices { nodes { refugee { reference } } } }"))["handoverNotices.nodes"]
            .EnumerateArray().ShouldAllBe(n => n.GetProperty("refugee").ValueKind == JsonValueKind.Null);
        var versions = (await host.QueryAsync(cast.Centre, "{ consents { nodes { version status } } }"))["consents.nodes"].EnumerateArray()
            .Select(c => $"{c.GetProperty("version")} {c.GetProperty("status")}");
        versions.ShouldBe(["1 REPLACED", "2 WITHDRAWN"], ignoreOrder: true);
        (await host.QueryAsync(cast.Centre, "query($id: ID!) { refugee(id: $id) { referral { status } } }", new { id }))["refugee.referral.status"].GetString().ShouldBe("LAPSED");
        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task Where_no_branch_has_activities_the_need_is_shown_and_a_branch_is_asked(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));
        var cast = await Cast.AssembleAsync(host);
        var uncovered = (await host.QueryAsync(null, """
            { municipalities { code branches { hasIntegrationActivities } } }
            """))["municipalities"].EnumerateArray()
            .Where(m => m.GetProperty("branches").GetArrayLength() > 0)
            .First(m => m.GetProperty("branches").EnumerateArray().All(b => !b.GetProperty("hasIntegrationActivities").GetBoolean()))
            .GetProperty("code").GetString();

        var id = (await cast.DoAsync(cast.Centre, "registerRefugee", """
            givenName: "Kawa", familyName: "Barwari", dateOfBirth: "1985-01-02", nationality: "IQ"
            """, "refugee { id }")).GetProperty("refugee").GetProperty("id").GetString()!;
        await cast.DoAsync(cast.Centre, "placeRefugee", $$"""refugeeId: "{{id}}", municipality: "{{uncovered}}" """, "refugee { id }");
        await cast.DoAsync(cast.Centre, "recordInterview", $$"""
            refugeeId: "{{id}}", heldOn: "{{Day(0)}}", language: "kmr", interpreter: true, answer: WANTS_CONTACT
            """, "refugee { id }");
        await cast.DoAsync(cast.Centre, "giveConsent", Consent(id, "{ recipient: VOLUNTEERS, field: NAME }"), "refugee { id }");

        var waiting = await host.QueryAsync(cast.Consultant, "{ referrals { nodes { id status branch { slug } } } branchActivations { nodes { id status branch { slug municipality { code } } } } }");
        waiting["referrals.nodes.0.status"].GetString().ShouldBe("AWAITING_BRANCH");
        waiting["referrals.nodes.0.branch"].ValueKind.ShouldBe(JsonValueKind.Null);
        waiting["branchActivations.nodes.0.status"].GetString().ShouldBe("REQUESTED");
        waiting["branchActivations.nodes.0.branch.municipality.code"].GetString().ShouldBe(uncovered);
        await cast.DoAsync(cast.Consultant, "decideBranchActivation", $$"""
            branchActivationId: "{{waiting["branchActivations.nodes.0.id"]}}", approve: true
            """, "branchActivation { status }");
        host.Complaints.ShouldBeEmpty();
    }

    private static string Consent(string id, string grants) =>
        $$"""refugeeId: "{{id}}", method: SIGNED_FORM, language: "ara", grants: [{{grants}}]""";

    private static string Day(int fromToday) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Name(JsonElement refugee) => $"{refugee.GetProperty("name").GetProperty("given")} {refugee.GetProperty("name").GetProperty("family")}";

    private static string Withheld(JsonElement refugee) => string.Join(", ", refugee.GetProperty("withheld").EnumerateArray()
        .Select(w => $"{w.GetProperty("field")} {w.GetProperty("reason")}"));

    private static string Number(string id) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id)).Split(':')[1];
}
