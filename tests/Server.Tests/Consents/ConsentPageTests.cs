using System.Net;
using System.Xml.Linq;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Consents.Pages;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Sharing;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Consents;

/// <summary>Form and receipt for printing, requested over HTTP as a front end does.</summary>
public sealed class ConsentPageTests
{
    [Theory]
    [BothDatabases]
    public async Task The_receipt_says_all_that_was_agreed_and_nothing_else(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        (await AskAsync(host, centre.Token, $"{id}/receipt")).Status.ShouldBe(HttpStatusCode.NotFound);
        // A refused request discloses nothing, so there is no ledger entry.
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync())).ShouldBe(0);
        await centre.GiveConsentAsync(id, "MUNICIPALITY ADDRESS", "MUNICIPALITY CASEWORKER", "VOLUNTEERS NAME");

        var page = await AskAsync(host, centre.Token, $"{id}/receipt?language=en");

        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        var sections = Parse(page.Text).Descendants("section").ToList();
        var municipality = sections[0].Value;
        municipality.ShouldContain("Address (street and number, postal code, town)");
        municipality.ShouldContain("caseworker (name, telephone number, e-mail)");
        municipality.ShouldNotContain("given name");
        municipality.ShouldContain("your reference");
        sections[1].Value.ShouldContain("Name (given name, family name)");
        sections[1].Value.ShouldNotContain("Address");
        sections[1].Value.ShouldContain("which activities you wish for");
        // A consultant also sees the fields that come with any grant. A referral shows its status and since when.
        sections[1].Value.ShouldNotContain("sees languages only");
        sections[1].Value.ShouldContain("consultant sees of it the languages only");
        foreach (var section in sections.Take(2))
        {
            section.Value.ShouldContain("since when you wait and how far it has come");
        }
        // Exactly one item per grant.
        sections[0].Descendants("li").Select(item => item.Value.Trim())
            .ShouldBe(["Address (street and number, postal code, town)", "The municipality's caseworker (name, telephone number, e-mail)"]);
        sections[1].Descendants("li").Select(item => item.Value.Trim()).ShouldBe(["Name (given name, family name)"]);
        page.Text.ShouldContain("2028-03-04 12:00");
        page.Text.ShouldContain("integration@rodekors.dk");
        page.Text.ShouldContain(reference);

        // The receipt has a ledger entry, like any other response.
        var entry = await host.DoAsync(db => db.DisclosureEntries.SingleAsync());
        (entry.Operation, entry.Role, entry.Scope, entry.Persons).ShouldBe(("ConsentReceipt", "CENTRE_WORKER", "test-centre", $"{reference}:{(int)SharedFields.Name}:1\n"));

        // After the withdrawal there is no consent for a receipt.
        await centre.WithdrawAsync(reference);
        (await AskAsync(host, centre.Token, $"{id}/receipt")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync())).ShouldBe(1);
        (await AskAsync(host, centre.Token, $"{id}/form")).Status.ShouldBe(HttpStatusCode.OK);
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Form_and_receipt_are_the_pages_that_were_approved()
    {
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "MUNICIPALITY ADDRESS", "MUNICIPALITY CASEWORKER", "VOLUNTEERS NAME", "VOLUNTEERS PHONE");

        foreach (var page in new[] { "form", "receipt" })
        {
            foreach (var language in new[] { "da", "en" })
            {
                var answer = await AskAsync(host, centre.Token, $"{id}/{page}?language={language}");
                answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
                Printed.ShouldBeApproved(WebUtility.HtmlDecode(answer.Text), $"{page}.{language}");
            }
        }
    }

    [Theory]
    [BothDatabases]
    public async Task The_form_offers_every_grant_and_has_ticked_none(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();

        foreach (var (language, title) in new[] { ("da", "Samtykke til kontakt"), ("en", "Consent to contact") })
        {
            var page = await AskAsync(host, centre.Token, $"{id}/form?language={language}");

            page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
            var html = Parse(page.Text);
            html.Root!.Attribute("lang")!.Value.ShouldBe(language);
            html.Root.Attribute("dir")!.Value.ShouldBe("ltr");
            html.Descendants("h1").Single().Value.ShouldStartWith(title);
            var boxes = html.Descendants("input").ToList();
            boxes.Select(x => x.Attribute("name")!.Value).ShouldBe(
                from recipient in new[] { "MUNICIPALITY", "VOLUNTEERS" }
                from field in new[] { "NAME", "PHONE", "ADDRESS", "AGE", "NATIONALITY", "CASEWORKER", "LANGUAGES" }
                select $"{recipient} {field}");
            boxes.ShouldAllBe(x => x.Attribute("checked") == null && x.Attribute("type")!.Value == "checkbox" && x.Parent!.Name == "label");
            page.Headers.CacheControl!.NoStore.ShouldBeTrue();
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldMatch("^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$");
            html.Descendants("script").ShouldBeEmpty();
            html.Descendants("style").Single().Value.ShouldContain("size: A4");
        }

        (await AskAsync(host, centre.Token, $"{id}/form?language=xx")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [BothDatabases]
    public async Task Only_roles_that_see_the_whole_consent_get_a_form_and_hidden_persons_look_unknown(DatabaseKind kind)
    {
        await using var host = await SharingHosts.StartAsync(kind);
        var seen = SharingWorld.People.First(x => x.Case == "Granted");
        foreach (var asker in Asker.On(kind))
        {
            var token = await host.TokenAsync(asker.Role, asker.Scope);
            var none = await NobodysAsync(host, token, "form");
            none.Status.ShouldBe(asker.Role is Role.CentreWorker or Role.DataProtectionOfficer ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden);
            var answer = await AskAsync(host, token, $"{GlobalId.Encode("Refugee", seen.Id)}/form");
            if (asker.Scope == seen.Centre)
            {
                answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
            }
            else
            {
                (answer.Status, answer.Text).ShouldBe((none.Status, none.Text), asker.ToString());
            }
        }

        foreach (var page in new[] { "form", "receipt" })
        {
            var anonymous = await AskAsync(host, null, $"{GlobalId.Encode("Refugee", seen.Id)}/{page}");
            anonymous.Status.ShouldBe(HttpStatusCode.Unauthorized);
            anonymous.Text.ShouldNotContain(seen.GivenName);
        }
    }

    /// <summary>Every caller requests every person's receipt.</summary>
    [Theory]
    [BothDatabases]
    public async Task A_receipt_shows_a_recipient_the_grants_of_their_own_class_and_nothing_else_of_the_consent(DatabaseKind kind)
    {
        const string guardian = "Qanarievaerge";
        await using var host = await SharingHosts.StartAsync(kind);
        await host.DoAsync(db => db.Consents.ExecuteUpdateAsync(set => set.SetProperty(x => x.Guardian, guardian)));
        var texts = ConsentTexts.Read(Shipped, [])["en"];
        var opened = SharingWorld.People.First(x => x.Case == "Divided");
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{opened.Reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        var recorded = new List<string>();
        var shown = new Dictionary<Role, int>();
        foreach (var asker in Asker.On(kind))
        {
            var token = asker.Role == Role.DataProtectionOfficer ? officer : await host.TokenAsync(asker.Role, asker.Scope);
            var none = await NobodysAsync(host, token, "receipt");
            var isNobodys = asker.Role is Role.IntegrationConsultant or Role.Administrator;
            none.Status.ShouldBe(isNobodys ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, asker.ToString());
            foreach (var person in SharingWorld.People)
            {
                var page = await AskAsync(host, token, $"{GlobalId.Encode("Refugee", person.Id)}/receipt?language=en");

                var seen = person == opened ? person with { OpenedMinutesAgo = 0 } : person;
                var expected = ExpectedPerson.For(asker, seen);
                if (isNobodys || !DesignTable.IsVisible(asker, seen) || expected["consent"] is not { } consent)
                {
                    (page.Status, page.Text).ShouldBe((none.Status, none.Text), $"{asker}: {person}");
                    continue;
                }

                page.Status.ShouldBe(HttpStatusCode.OK, $"{asker}: {person}");
                shown[asker.Role] = shown.GetValueOrDefault(asker.Role) + 1;
                var grants = consent["grants"]!.AsArray().Select(x => (To: Enum.Parse<RecipientClass>(x!["recipient"]!.GetValue<string>(), true), Field: Enum.Parse<SharedField>(x["field"]!.GetValue<string>(), true))).ToList();
                var own = asker.Role is Role.CentreWorker or Role.DataProtectionOfficer ? (RecipientClass?)null : DesignTable.ClassOf(asker.Role);
                // The last section explains how to withdraw.
                Parse(page.Text).Descendants("section").SkipLast(1).Select(x => x.Descendants("h2").Single().Value + ": " + string.Join(", ", x.Descendants("li").Select(item => item.Value.Trim()))).ShouldBe(
                    Enum.GetValues<RecipientClass>().Where(x => own is null || x == own)
                        .Select(x => $"{texts["recipient." + x.SchemaName()]}: {string.Join(", ", grants.Where(grant => grant.To == x).Select(grant => texts.Describe(grant.Field)))}"), $"{asker}: {person}");
                var isName = expected["name"] is not null;
                page.Text.Contains(person.GivenName, StringComparison.Ordinal).ShouldBe(isName, $"{asker}: {person}");
                page.Text.Contains("Qanarie", StringComparison.Ordinal).ShouldBe(own is null, $"{asker}: {person}");
                page.Text.Contains(texts["label.language"], StringComparison.Ordinal).ShouldBe(own is null, $"{asker}: {person}");
                page.Text.Contains(texts["receipt.part"], StringComparison.Ordinal).ShouldBe(own is not null, $"{asker}: {person}");
                if (isName)
                {
                    recorded.Add($"{asker.Role.InTokens()} {asker.Scope} {person.Reference}:{(int)SharedFields.Name}:1\n");
                }
            }
        }

        shown.Keys.ShouldBe([Role.CentreWorker, Role.Municipality, Role.BranchCoordinator, Role.Volunteer, Role.DataProtectionOfficer], ignoreOrder: true);
        shown[Role.DataProtectionOfficer].ShouldBe(1);
        (await host.DoAsync(db => db.DisclosureEntries.Where(x => x.Operation == "ConsentReceipt").Select(x => x.Role + " " + x.Scope + " " + x.Persons).ToListAsync()))
            .ShouldBe(recorded, ignoreOrder: true);
        host.Complaints.ShouldBeEmpty();
    }

    /// <summary>Returns the response for an unknown id. It is the same for every kind of id.</summary>
    private static async Task<PageAnswer> NobodysAsync(ServerHost host, string token, string page)
    {
        var answers = new List<PageAnswer>();
        foreach (var id in new[] { GlobalId.Encode("Refugee", 99_999), GlobalId.Encode("Branch", SharingWorld.People[0].Id), "nonsense", new string('x', 300) })
        {
            answers.Add(await AskAsync(host, token, $"{id}/{page}"));
        }

        answers.ShouldAllBe(x => x.Text == answers[0].Text && x.Status == answers[0].Status);
        return answers[0];
    }

    [Fact]
    public async Task Another_language_is_another_file_and_may_run_from_right_to_left()
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-texts-");
        try
        {
            var english = await File.ReadAllTextAsync(Path.Combine(Shipped, "en.json"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "ar.json"), english
                .Replace("\"direction\": \"ltr\"", "\"direction\": \"rtl\"", StringComparison.Ordinal).Replace("Consent to contact", "موافقة", StringComparison.Ordinal));
            await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, new ManualClock(), ("Consents:Texts", folder.FullName));
            var centre = await Centre.OfAsync(host);
            var (id, _) = await centre.PlacedAsync();

            var page = await AskAsync(host, centre.Token, $"{id}/form?language=ar");

            page.Text.ShouldContain("<html lang=\"ar\" dir=\"rtl\">");
            page.Text.ShouldContain("<h1>موافقة");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Texts_that_lack_something_are_refused_at_start_with_everything_that_is_wrong()
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-texts-");
        try
        {
            var danish = File.ReadAllText(Path.Combine(Shipped, "da.json"));
            File.WriteAllText(Path.Combine(folder.FullName, "da.json"), danish
                .Replace("\"field.CASEWORKER.phone\"", "\"field.CASEWORKER.fax\"", StringComparison.Ordinal)
                .Replace("Sig din reference: {0}.", "Sig din reference.", StringComparison.Ordinal)
                .Replace("\"ltr\"", "\"up\"", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(folder.FullName, "en.json"), "[]");
            var problems = new List<string>();

            ConsentTexts.Read(folder.FullName, problems).ShouldBeEmpty();

            problems.Count.ShouldBe(5, string.Join('\n', problems));
            problems.ShouldContain(x => x.Contains("'field.CASEWORKER.phone' is missing", StringComparison.Ordinal));
            problems.ShouldContain(x => x.Contains("'field.CASEWORKER.fax' is not a key", StringComparison.Ordinal));
            problems.ShouldContain(x => x.Contains("'withdraw.text' must contain {0}", StringComparison.Ordinal));
            problems.ShouldContain(x => x.Contains("must be ltr or rtl", StringComparison.Ordinal));
            problems.ShouldContain(x => x.Contains("en.json is not a JSON object", StringComparison.Ordinal));
            new ConsentPageOptionsValidator().Validate(null, new ConsentPageOptions { Texts = Path.Combine(folder.FullName, "none") })
                .FailureMessage!.ShouldContain("Consents:Texts");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A new field of a type must be listed on the pages: extend the pages and their texts.</summary>
    [Fact]
    public void What_comes_with_a_field_is_what_its_type_has_in_the_schema()
    {
        var policy = new SharingPolicy();
        var schema = SchemaBuilder.Build(policy, typeof(SharingPolicy).Assembly.GetTypes());
        foreach (var (field, shared) in SharingTable.Shared.Where(x => x.Key != "dateOfBirth"))
        {
            var type = ((ObjectType)schema.Type(nameof(Refugee))!).Fields.Single(x => x.Name == field).Type.Named;
            // Nationalities and languages are public codes and contain no personal data.
            var parts = type is ObjectType parted && type.Name is not (nameof(Municipalities.Nationality) or nameof(Municipalities.Language)) ? parted.Fields.Select(x => x.Name) : [];
            SharedWith.PartsOf(shared).ShouldBe(parts, ignoreOrder: true, field);
        }

        SharedWith.AlwaysFor(RecipientClass.Municipality).ShouldBe(["reference", "municipality", "movesInOn", "referral", "consent"], ignoreOrder: true);
    }

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "Consents", "Texts");

    /// <summary>Parses a page with a strict XML parser, apart from the elements that HTML leaves open.</summary>
    private static XDocument Parse(string html) => XDocument.Parse(System.Text.RegularExpressions.Regex.Replace(
        html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).TrimStart(), "<(meta|input)([^>]*[^/])>", "<$1$2/>"));

    private static Task<PageAnswer> AskAsync(ServerHost host, string? token, string path) => host.PageAsync(token, "/consents/" + path);
}
