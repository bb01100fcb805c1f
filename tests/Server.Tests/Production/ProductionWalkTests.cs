using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Identity;

namespace Integration.Graph.Server.Tests.Production;

/// <summary>
/// The published program in Production, as an operator runs it: another working directory, another user, PostgreSQL, and a
/// real issuer over TLS with a private certificate authority. The test walks through the main process over HTTP, then stops
/// the program.
/// </summary>
public sealed class ProductionWalkTests(PublishedProgram program)
{
    private static readonly string Today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_published_program_does_the_main_job_in_Production()
    {
        using var authority = new TestAuthority();
        await using var issuer = await IssuerAsync(authority);
        await using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        var settings = Settings(authority, issuer, database);

        await using (var migrate = ServerProcess.Start(await program.StartAsync(settings, "migrate")))
        {
            (await migrate.ExitAsync()).ShouldBe(0, migrate.Error);
            migrate.Output.ShouldMatch("[0-9]+ migrations applied");
        }

        await using var server = ServerProcess.Start(await program.StartAsync(settings));
        using var client = authority.Client(await server.AddressAsync());
        (await client.GetStringAsync("/health/ready")).ShouldBe("ready");
        ShouldBeOnItsOwn(server.Id);
        // The settings file beside the program applies, not a file in the working directory.
        server.Output.ShouldContain("Content root path: " + await program.FolderAsync);
        await WalkAsync(client, issuer);
        await PagesAsync(client);
        await StopAsync(server, client);

        server.Output.ShouldNotContain("warn:");
        server.Output.ShouldNotContain("fail:");
        server.Error.ShouldBeEmpty();
    }

    /// <summary>Invented persons must never get into a production database.</summary>
    [Fact]
    public async Task Production_refuses_demonstration_data_and_an_issuer_of_its_own()
    {
        using var authority = new TestAuthority();
        await using var server = ServerProcess.Start(await program.StartAsync(
            new Dictionary<string, string?> { ["Data:Folder"] = program.WritableFolder("refused"), ["Demo:Refugees"] = "10", ["Authentication:DevelopmentIssuer"] = "true" }));

        (await server.ExitAsync()).ShouldBe(2);
        server.Error.ShouldContain("Demo:Refugees is 10, but invented persons are allowed in Development only; the environment is Production.");
        server.Error.ShouldContain("Authentication:DevelopmentIssuer is true, but the environment is 'Production'");
        server.Error.ShouldContain("Authentication:Authority is missing");
    }

    [Fact]
    public async Task Without_a_folder_to_write_the_program_says_what_to_do()
    {
        await using var server = ServerProcess.Start(await program.StartAsync(new Dictionary<string, string?> { ["Data:Folder"] = "/proc/integration-graph" }, "migrate"));

        (await server.ExitAsync()).ShouldBe(1);
        server.Error.ShouldStartWith("The database cannot be opened. The folder '/proc/integration-graph' cannot be written by the user ");
        server.Error.ShouldEndWith("or choose another folder with Data:Folder or Database:ConnectionString.");
        server.Error.Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_published_folder_is_whole_and_names_no_place_of_the_machine_that_built_it()
    {
        var folder = await program.FolderAsync;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

        foreach (var needed in new[] { "appsettings.json", "seed-data/municipalities.csv", "Consents/Texts/da.json", "ide/index.html", "Integration.Graph.Server.xml" })
        {
            File.Exists(Path.Combine(folder, needed)).ShouldBeTrue(needed);
        }

        foreach (var text in files.Where(x => Path.GetExtension(x) is ".json" or ".config" or ".html" or ".js" or ".css" or ".csv" or ".xml"))
        {
            (await File.ReadAllTextAsync(text)).ShouldSatisfyAllConditions(
                content => content.ShouldNotContain(Readme.Repository, customMessage: text),
                content => content.ShouldNotContain(PublishedProgram.PackageCache, customMessage: text));
        }
        // The native files of one system only.
        Directory.GetDirectories(Path.Combine(folder, "runtimes")).Length.ShouldBeLessThanOrEqualTo(2);
        files.Sum(x => new FileInfo(x).Length).ShouldBeLessThan(64_000_000);
    }

    /// <summary>The clients that the organisation has registered: one for each role in the process.</summary>
    private Task<RealIssuer> IssuerAsync(TestAuthority authority)
    {
        var (certificate, key) = authority.Issue();
        return RealIssuer.StartAsync(new RealIssuer.Settings
        {
            Host = "localhost",
            Certificate = program.Write("issuer.pem", certificate),
            Key = program.Write("issuer.key", key),
            CertificateAuthority = program.Write("authority.pem", authority.RootPem),
            Clients =
            {
                ["centre"] = new { roles = new[] { "CENTRE_WORKER" }, centre = "center-sandholm" },
                ["municipality"] = new { roles = new[] { "MUNICIPALITY" }, municipality = "0461" },
                ["branch"] = new { roles = new[] { "BRANCH_COORDINATOR" }, branch = "odense" },
            },
        });
    }

    private Dictionary<string, string?> Settings(TestAuthority authority, RealIssuer issuer, TestDatabase database)
    {
        var (certificate, key) = authority.Issue();
        return new Dictionary<string, string?>(database.Settings)
        {
            ["Urls"] = "https://127.0.0.1:0",
            ["Kestrel:Certificates:Default:Path"] = program.Write("server.pem", certificate),
            ["Kestrel:Certificates:Default:KeyPath"] = program.Write("server.key", key),
            ["SSL_CERT_FILE"] = program.Write("authority.pem", authority.RootPem),
            ["Secrets:Folder"] = program.WritableFolder("keys"),
            ["Authentication:Authority"] = issuer.Address,
            ["Authentication:Audience"] = issuer.Audience,
            ["Data:Folder"] = program.WritableFolder("data"),
        };
    }

    /// <summary>Checks that the process has no file of the sources or the package cache open or loaded.</summary>
    private static void ShouldBeOnItsOwn(int process)
    {
        var open = Directory.GetFiles($"/proc/{process}/fd").Select(x => new FileInfo(x).LinkTarget ?? "")
            .Concat(File.ReadLines($"/proc/{process}/maps").Select(x => x[(x.LastIndexOf(' ') + 1)..]))
            .Where(x => x.StartsWith('/')).Distinct().ToList();

        open.ShouldContain(x => x.EndsWith("/Integration.Graph.Server.dll", StringComparison.Ordinal));
        open.Where(x => x.StartsWith(Readme.Repository + "/", StringComparison.Ordinal) || x.StartsWith(PublishedProgram.PackageCache, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task WalkAsync(HttpClient client, RealIssuer issuer)
    {
        var centre = await issuer.TokenAsync("centre");
        var municipality = await issuer.TokenAsync("municipality");
        var coordinator = await issuer.TokenAsync("branch");
        await DoAsync(client, coordinator, "openActivity", $$"""type: "language_training", title: "Sprog", opensOn: "{{Today}}" """, "activity { id }");

        var person = (await DoAsync(client, centre, "registerRefugee", """
            givenName: "Amal", familyName: "Haddad", dateOfBirth: "1990-05-17", nationality: "SY", languages: ["ara"], phone: "+4500123456"
            """, "refugee { id reference }")).GetProperty("refugee");
        var (id, reference) = (person.GetProperty("id").GetString()!, person.GetProperty("reference").GetString()!);
        await DoAsync(client, centre, "placeRefugee", $$"""refugeeId: "{{id}}", municipality: "0461" """, "refugee { id }");
        await DoAsync(client, centre, "recordInterview", $$"""
            refugeeId: "{{id}}", heldOn: "{{Today}}", language: "ara", interpreter: true, answer: WANTS_CONTACT, wishes: ["language_training"]
            """, "refugee { id }");
        (await AskAsync(client, municipality, "{ refugees { totalCount } }")).GetProperty("refugees").GetProperty("totalCount").GetInt32().ShouldBe(0);
        await DoAsync(client, centre, "giveConsent", $$"""
            refugeeId: "{{id}}", method: SIGNED_FORM, language: "ara", grants: [{ recipient: MUNICIPALITY, field: NAME }, { recipient: MUNICIPALITY, field: PHONE }, { recipient: VOLUNTEERS, field: NAME }]
            """, "refugee { id }");

        var notice = (await AskAsync(client, municipality, "{ handoverNotices { nodes { reference news refugee { name { given } phone age referral { branch { slug } } } } } }"))
            .GetProperty("handoverNotices").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem();
        notice.GetProperty("reference").GetString().ShouldBe(reference);
        notice.GetProperty("news").GetRawText().ShouldBe("""["NAME","PHONE"]""");
        var seen = notice.GetProperty("refugee");
        seen.GetProperty("name").GetProperty("given").GetString().ShouldBe("Amal");
        seen.GetProperty("phone").GetString().ShouldBe("+4500123456");
        seen.GetProperty("age").ValueKind.ShouldBe(JsonValueKind.Null);

        seen.GetProperty("referral").GetProperty("branch").GetProperty("slug").GetString().ShouldBe("odense");

        var referral = (await AskAsync(client, coordinator, "{ referrals { nodes { status refugee { reference name { given } phone } } } }")).GetProperty("referrals").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem();
        referral.GetProperty("status").GetString().ShouldBe("ASSIGNED");
        referral.GetProperty("refugee").GetRawText().ShouldBe($$$"""{"reference":"{{{reference}}}","name":{"given":"Amal"},"phone":null}""");

        await DoAsync(client, centre, "withdrawConsent", $$"""reference: "{{reference}}" """, "reference");
        foreach (var token in new[] { municipality, coordinator })
        {
            (await AskAsync(client, token, "query($r: String!) { refugee(reference: $r) { reference } }", new { r = reference })).GetProperty("refugee").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        (await AskAsync(client, coordinator, "{ referrals { totalCount } }")).GetProperty("referrals").GetProperty("totalCount").GetInt32().ShouldBe(0);
    }

    /// <summary>Pages come from the published folder. The site is created after the server's first start.</summary>
    private static async Task PagesAsync(HttpClient client)
    {
        var ide = await client.GetStringAsync("/ide/");
        var script = Regex.Match(ide, "src=\"\\.?/?([^\"]+\\.js)\"").Groups[1].Value;
        script.ShouldNotBeEmpty();
        (await client.GetAsync("/ide/" + script.Replace("ide/", "", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/dev/personas")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var first = await client.GetAsync("/");
        for (var tries = 0; tries < 300 && (await client.GetAsync("/")).StatusCode == HttpStatusCode.ServiceUnavailable; tries++)
        {
            await Task.Delay(100);
        }

        using var site = await client.GetAsync("/");
        site.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await site.Content.ReadAsStringAsync()).ShouldContain("<html");
    }

    /// <summary>
    /// Requests in flight get their responses after SIGTERM. The program exits with 0, within the 30 seconds that
    /// api/operations/README.md promises.
    /// </summary>
    private static async Task StopAsync(ServerProcess server, HttpClient client)
    {
        using var body = new SlowContent("""{"query": "{ viewer { role } }"}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = body };
        var answer = client.SendAsync(request);
        await body.Begun;
        var asked = System.Diagnostics.Stopwatch.GetTimestamp();
        server.Terminate();
        for (var tries = 0; tries < 300 && !server.Output.Contains("Application is shutting down", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(20);
        }

        body.GoOn();

        using var answered = await answer;
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.ExitAsync()).ShouldBe(0, server.Error);
        System.Diagnostics.Stopwatch.GetElapsedTime(asked).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static async Task<JsonElement> DoAsync(HttpClient client, string token, string mutation, string input, string selection)
    {
        var payload = (await AskAsync(client, token, $"mutation {{ {mutation}(input: {{ {input} }}) {{ {selection} errors {{ __typename ... on Error {{ message }} }} }} }}")).GetProperty(mutation);
        payload.GetProperty("errors").ValueKind.ShouldBe(JsonValueKind.Null, payload.GetRawText());
        return payload;
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string? token, string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables = variables ?? new { } }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("data");
    }

    /// <summary>A request body that ends when the test decides.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly byte[] _text;
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowContent(string text)
        {
            _text = System.Text.Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new("application/json");
        }

        public Task Begun => _begun.Task;

        public void GoOn() => _goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_text.AsMemory(0, 5));
            await stream.FlushAsync();
            _begun.SetResult();
            await _goOn.Task;
            await stream.WriteAsync(_text.AsMemory(5));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _text.Length;
            return true;
        }
    }
}
