using System.Net;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Rights.Pages;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Rights;

/// <summary>The export as a printable page, only for the officer who has opened the person.</summary>
public sealed class SubjectPageTests
{
    [Fact]
    public void Every_name_and_every_value_of_the_document_has_a_word_in_each_language()
    {
        var names = new HashSet<string>();
        Collect(typeof(SubjectData), names);
        names.Count.ShouldBeGreaterThan(60);

        // Former values have the same labels as current ones.
        names.UnionWith(History.Kept.Values);
        SubjectPage.Languages.Select(x => x.Key).ShouldBe(["da", "en"]);
        foreach (var (language, texts) in SubjectPage.Languages)
        {
            names.Except(texts.Keys).ShouldBeEmpty(language);
        }
    }

    [Theory, BothDatabases]
    public async Task The_page_is_for_the_officer_who_has_opened_the_person(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME");
        await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, phone: \"+4500000002\", languages: [\"rus\", \"ara\"] }) { errors { __typename } } }", new { id });
        await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, languages: [\"ara\"] }) { errors { __typename } } }", new { id });
        await host.QueryAsync(await host.TokenAsync(Role.Municipality, TestCountry.North), "query Worklist { refugees { nodes { name { given } } } }");
        var page = $"/subjects/{id}/export";

        (await GetAsync(host, null, page)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync(host, centre.Token, page)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var closed = await GetAsync(host, officer, page);
        closed.Status.ShouldBe(HttpStatusCode.NotFound);
        // An unknown id, and an invalid one.
        (await GetAsync(host, officer, "/subjects/UmVmdWdlZTox/export")).ShouldBe(closed);
        (await GetAsync(host, officer, "/subjects/x/export")).ShouldBe(closed);
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        (await GetAsync(host, officer, page + "?language=xx")).Status.ShouldBe(HttpStatusCode.BadRequest);

        await host.QueryAsync(officer, $"mutation {{ rectifyRefugee(input: {{ reference: \"{reference}\", nationality: \"SY\", dateOfBirth: \"1991-05-06\", nameAndAddressProtection: true }}) {{ errors {{ __typename }} }} }}");

        // Former values too: the field's name, the old phone and date of birth, languages and nationality by name.
        foreach (var (language, words) in new[]
        {
            ("da", new[] { "Oplysninger om dig", "Fornavn", "Videregivelser", "1991-05-06", "underskrevet blanket", "<bdi>Telefon</bdi>", "<bdi>Syrien</bdi>", "<bdi>Prøveland</bdi>", "<bdi>russisk, arabisk</bdi>", "<bdi>nej</bdi>" }),
            ("en", ["Information about you", "Given name", "Disclosures", "1991-05-06", "signed form", "<bdi>Telephone</bdi>", "<bdi>Syria</bdi>", "<bdi>Testland</bdi>", "<bdi>Russian, Arabic</bdi>", "<bdi>no</bdi>"]),
        })
        {
            var (status, html) = await GetAsync(host, officer, $"{page}?language={language}");
            status.ShouldBe(HttpStatusCode.OK);
            html.ShouldStartWith($"<!DOCTYPE html>\n<html lang=\"{language}\">");
            foreach (var word in words.Concat([reference, "Given", "+4500000002", "Worklist", "<bdi>+4500000001</bdi>", "<bdi>1990-05-06</bdi>"]))
            {
                html.ShouldContain(word, customMessage: language);
            }
            // No internal name appears.
            foreach (var word in new[] { "DateOfBirth", "NationalityCode", "19900506", "<bdi>ara<", "<bdi>SY<" })
            {
                html.ShouldNotContain(word, customMessage: language);
            }
        }

        (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Operation == "exportSubjectData" && x.Persons.StartsWith(reference + ":127:")))).ShouldBe(2);
    }

    [Fact]
    public async Task The_page_is_the_one_that_was_approved()
    {
        // Each step has a different time, so that the order of the list is known.
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, clock);
        var centre = await Centre.OfAsync(host);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME");
        clock.Pass(TimeSpan.FromMinutes(1));
        await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, phone: \"+4500000002\" }) { errors { __typename } } }", new { id });
        clock.Pass(TimeSpan.FromMinutes(1));
        await host.QueryAsync(await host.TokenAsync(Role.Municipality, TestCountry.North), "query Worklist { refugees { nodes { name { given } } } }");
        clock.Pass(TimeSpan.FromMinutes(1));
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");

        foreach (var language in new[] { "da", "en" })
        {
            clock.Pass(TimeSpan.FromMinutes(1));
            var (status, html) = await GetAsync(host, officer, $"/subjects/{id}/export?language={language}");
            status.ShouldBe(HttpStatusCode.OK);
            Printed.ShouldBeApproved(html, $"subject.{language}");
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(ServerHost host, string? token, string path)
    {
        var page = await host.PageAsync(token, path);
        if (page.Status == HttpStatusCode.OK)
        {
            page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        return (page.Status, WebUtility.HtmlDecode(page.Text).ReplaceLineEndings("\n"));
    }

    private static void Collect(Type type, HashSet<string> names)
    {
        foreach (var property in type.GetProperties().Where(x => x.GetMethod is { IsStatic: false } && x.Name != "EqualityContract"))
        {
            names.Add(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            inner = inner.IsGenericType ? inner.GetGenericArguments()[0] : inner;
            if (inner.IsEnum)
            {
                names.UnionWith(Enum.GetNames(inner).Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName));
            }
            else if (inner.Namespace!.StartsWith("Integration", StringComparison.Ordinal))
            {
                Collect(inner, names);
            }
        }
    }
}
