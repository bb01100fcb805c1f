using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Tests.Coverage;

namespace Integration.Graph.Site.Tests.Browser;

/// <summary>Form and receipt of a consent, as a browser displays and prints them.</summary>
public sealed class ConsentPagesInBrowserTests(Chromium chromium, WholeServers servers)
{
    [Fact]
    public async Task Form_and_receipt_are_accessible_and_print_on_a4()
    {
        var client = (await servers.On(DatabaseKind.Sqlite)).Client;
        using var signIn = await client.PostAsJsonAsync(new Uri("/dev/token", UriKind.Relative), new { role = "CENTRE_WORKER", centre = "center-sandholm" });
        var token = (await signIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        var id = await PersonAsync(client, token);
        await using var context = await (await chromium.BrowserAsync).NewContextAsync(new() { BypassCSP = true });
        var page = await context.NewPageAsync();
        foreach (var address in new[] { "form?language=da", "form?language=en", "receipt?language=da", "receipt?language=en" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/consents/{id}/{address}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.SendAsync(request);
            var html = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue(html);
            await page.SetContentAsync(html);

            // Both languages have the same markup, so each page is checked in one of them.
            if (address is "form?language=da" or "receipt?language=en")
            {
                (await Axe.ViolationsAsync(page)).SelectMany(v => v.Nodes.Select(n => $"{v.Id} at {n.Target}")).ShouldBeEmpty(address);
            }
            // 210 by 297 mm in points, which Chromium rounds.
            System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true })).ShouldMatch(@"/MediaBox \[0 0 59[45]\S* 84[12]\S*\]", address);
        }
    }

    /// <summary>Returns a person with a consent in force.</summary>
    private static async Task<string> PersonAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "{ consents(first: 100) { nodes { status refugee { id } } } }" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        var nodes = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("consents").GetProperty("nodes");
        return nodes.EnumerateArray().First(x => x.GetProperty("status").GetString() == "IN_FORCE").GetProperty("refugee").GetProperty("id").GetString()!;
    }
}
