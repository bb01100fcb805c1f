using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Tests.Coverage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Integration.Graph.Site.Tests.Browser;

/// <summary>The query page, used as by a developer who builds a screen for one role.</summary>
public sealed class QueryPageTests(Chromium chromium, WholeServers servers)
{
    private const string Worklist = "query Worklist { refugees(first: 3) { nodes { reference name { given } withheld { field reason } } } }";

    // Violations in GraphiQL's own widgets, which the page uses unchanged.
    private static readonly string[] Known =
    [
        // A tab of GraphiQL contains the button that closes it.
        "nested-interactive at li",
    ];

    [Fact]
    public async Task Who_signs_in_completes_by_the_roles_schema_runs_and_sees_what_is_withheld()
    {
        await using var context = await ContextAsync();
        var page = await context.NewPageAsync();
        var elsewhere = new List<string>();
        var complaints = new List<string>();
        page.Request += (_, request) => Note(request.Url, elsewhere);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());
        page.PageError += (_, error) => complaints.Add(error);
        await OpenAsync(page);
        await Assertions.Expect(page.Locator(".sign-in .notice")).ToHaveTextAsync(
            [new System.Text.RegularExpressions.Regex("^Demonstration: every person"), new System.Text.RegularExpressions.Regex("branches and activities on this server are assumptions")]);

        await SignInAsync(page, "Caseworker of the municipality of", "MUNICIPALITY");
        await ShouldCompleteAsync(page, "{ refugees { nodes { ph", "phone");
        (await CompletionsAsync(page, "{ refugees { nodes { dat")).ShouldNotContain("dateOfBirth");

        await SignInAsync(page, "Worker at the asylum centre", "CENTRE_WORKER");
        await ShouldCompleteAsync(page, "{ refugees { nodes { dat", "dateOfBirth");

        await SignInAsync(page, "Coordinator of the branch", "BRANCH_COORDINATOR");
        // Every person's age is known, so a null age is not granted. The order of persons changes from day to day.
        await WriteAsync(page, Worklist.Replace("first: 3", "first: 3, where: { age: { eq: null } }", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Execute query") }).ClickAsync();
        await Assertions.Expect(page.Locator(".graphiql-response")).ToContainTextAsync("NOT_GRANTED");
        await Assertions.Expect(page.Locator(".graphiql-response")).ToContainTextAsync("withheld");

        elsewhere.ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_subscribes_is_told_what_happens()
    {
        // A separate server, because other tests compare the persons of the shared one with its report.
        await using var server = await WholeServer.StartAsync(DatabaseKind.Sqlite, people: 0);
        await using var context = await ContextAsync();
        var page = await context.NewPageAsync();
        await OpenAsync(page, server);
        await SignInAsync(page, "Caseworker of the municipality of", "MUNICIPALITY");
        var municipality = await page.EvaluateAsync<string>("fetch('../dev/personas').then(a => a.json()).then(all => all.find(p => p.role === 'MUNICIPALITY').body.municipality)");
        await WriteAsync(page, "subscription { handoverNoticeReceived { reference news } }");
        var feed = server.Services.GetRequiredService<ChangeFeed>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (feed.Listeners == 0)
        {
            // Until the editor has parsed the text, the page sends it as a query and gets an error.
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Execute query") }).ClickAsync();
            for (var waited = 0; waited < 150 && feed.Listeners == 0; waited++)
            {
                await Task.Delay(20, limit.Token);
            }
        }

        var reference = await HandOverAsync(server.Client, municipality);

        await Assertions.Expect(page.Locator(".graphiql-response")).ToContainTextAsync(reference);
        await Assertions.Expect(page.Locator(".graphiql-response")).ToContainTextAsync("NATIONALITY");
    }

    [Fact]
    public async Task Where_there_are_no_personas_a_token_is_pasted()
    {
        await using var context = await ContextAsync();
        var page = await context.NewPageAsync();
        // The response outside Development.
        await page.RouteAsync("**/dev/personas", route => route.FulfillAsync(new() { Status = 404 }));
        await OpenAsync(page);
        var status = page.GetByRole(AriaRole.Status);
        await Assertions.Expect(status).ToContainTextAsync("Nobody is signed in");

        await page.GetByLabel("Token").FillAsync("not.a.token");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(status).ToContainTextAsync("token");

        var token = await TokenAsync((await servers.On(DatabaseKind.Sqlite)).Client, new { role = "INTEGRATION_CONSULTANT" });
        await page.GetByLabel("Token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(status).ToContainTextAsync("This is the schema of INTEGRATION_CONSULTANT");
        (await page.EvaluateAsync<string>("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")).ShouldNotContain(token);
    }

    [Fact]
    public async Task Axe_finds_nothing_serious_but_what_GraphiQL_brings_with_it()
    {
        // axe is a script, which the page's own policy would refuse.
        await using var context = await ContextAsync(bypassPolicy: true);
        var page = await context.NewPageAsync();
        await OpenAsync(page);

        var violations = await Axe.ViolationsAsync(page);

        violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id} at {n.Target}"))
            .Except(Known).ShouldBeEmpty(string.Join('\n', violations.Select(v => v.Help)));
    }

    private static async Task<string> TokenAsync(HttpClient client, object persona)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("/dev/token", UriKind.Relative), persona);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Creates a person who grants the nationality to the municipality, and returns the reference.</summary>
    private static async Task<string> HandOverAsync(HttpClient client, string municipality)
    {
        var token = await TokenAsync(client, new { role = "CENTRE_WORKER", centre = "center-sandholm" });
        var person = (await AskAsync("""
            mutation { done: registerRefugee(input: { givenName: "Amal", familyName: "Haddad", dateOfBirth: "1990-05-17", nationality: "SY" }) { refugee { id reference } errors { __typename } } }
            """, new { })).GetProperty("refugee");
        await AskAsync("mutation($in: PlaceRefugeeInput!) { done: placeRefugee(input: $in) { errors { __typename } } }", new { refugeeId = person.GetProperty("id"), municipality });
        await AskAsync(
            "mutation($in: RecordInterviewInput!) { done: recordInterview(input: $in) { errors { __typename } } }",
            new { refugeeId = person.GetProperty("id"), heldOn = "2026-01-02", language = "ara", interpreter = true, answer = "WANTS_CONTACT" });
        await AskAsync(
            "mutation($in: GiveConsentInput!) { done: giveConsent(input: $in) { errors { __typename } } }",
            new { refugeeId = person.GetProperty("id"), method = "SIGNED_FORM", language = "ara", grants = new[] { new { recipient = "MUNICIPALITY", field = "NATIONALITY" } } });
        return person.GetProperty("reference").GetString()!;

        async Task<JsonElement> AskAsync(string query, object input)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables = new { @in = input } }) };
            request.Headers.Authorization = new("Bearer", token);
            using var answer = await client.SendAsync(request);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            body.GetProperty("data").GetProperty("done").GetProperty("errors").ValueKind.ShouldBe(JsonValueKind.Null, body.ToString());
            return body.GetProperty("data").GetProperty("done");
        }
    }

    private async Task OpenAsync(IPage page, WholeServer? whole = null)
    {
        var server = whole ?? await servers.On(DatabaseKind.Sqlite);
        var answer = (await page.GotoAsync(server.Address + "ide/")).ShouldNotBeNull();
        answer.Status.ShouldBe(200);
        await page.Locator(".graphiql-query-editor .monaco-editor").First.WaitForAsync();
    }

    private static async Task SignInAsync(IPage page, string persona, string role)
    {
        var choice = page.GetByLabel("Signed in as");
        var value = await choice.Locator("option", new() { HasText = persona }).First.GetAttributeAsync("value");
        await choice.SelectOptionAsync(value.ShouldNotBeNull());
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"This is the schema of {role}");
    }

    private static async Task WriteAsync(IPage page, string text)
    {
        await page.Locator(".graphiql-query-editor .monaco-editor").First.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.InsertTextAsync(text);
    }

    /// <summary>Retries for a while, because the editor's worker loads the role's schema asynchronously.</summary>
    private static async Task ShouldCompleteAsync(IPage page, string text, string field)
    {
        var until = DateTime.UtcNow.AddSeconds(20);
        var found = await CompletionsAsync(page, text);
        while (!found.Contains(field) && DateTime.UtcNow < until)
        {
            found = await CompletionsAsync(page, text);
        }

        found.ShouldContain(field);
    }

    private static async Task<IReadOnlyList<string>> CompletionsAsync(IPage page, string text)
    {
        await WriteAsync(page, text);
        await page.Keyboard.PressAsync("Control+Space");
        var fields = page.Locator(".suggest-widget.visible .monaco-list-row .label-name:visible");
        // Only the visible message: the message of an earlier attempt stays in the page, hidden.
        await fields.Or(page.Locator(".suggest-widget.visible .message:visible", new() { HasText = "No suggestions" })).First.WaitForAsync();
        var found = await fields.AllInnerTextsAsync();
        await page.Keyboard.PressAsync("Escape");
        return found;
    }

    private static void Note(string url, List<string> elsewhere)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host is not ("127.0.0.1" or "localhost"))
        {
            elsewhere.Add(url);
        }
    }

    private async Task<IBrowserContext> ContextAsync(bool bypassPolicy = false) =>
        await (await chromium.BrowserAsync).NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, BypassCSP = bypassPolicy });
}
