using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Clients;

/// <summary>The commands of the documents work when they are pasted, and the documents name every setting, limit and error code.</summary>
public sealed class ReadmeTests(CodeGeneration code, FrontEndServer server)
{
    private const string FrontEnd = "## For front-end teams\n";
    private const string Walk = "## A walk through the story\n";
    private const string Default = "http://localhost:5080";

    private static readonly string Repository = Path.GetFullPath(Path.Combine(CodeGeneration.Folder, "../../.."));

    private static string Api => File.ReadAllText(Path.Combine(Repository, "api", "README.md"));

    private static string Settings => File.ReadAllText(Path.Combine(Repository, "api", "operations", "settings.md"));

    [Fact]
    public async Task The_first_query_can_be_pasted()
    {
        var host = await server.HostAsync;
        var readme = File.ReadAllText(Path.Combine(Repository, "README.md"));
        var block = readme.Split("```sh\n").Skip(1).Select(one => one[..one.IndexOf("```", StringComparison.Ordinal)]).Single(one => one.StartsWith("odense=", StringComparison.Ordinal));

        var answer = Answers(await CodeGeneration.RunAsync("bash", ["-c", "set -euo pipefail\n" + At(host, block)])).ShouldHaveSingleItem();

        answer.TryGetProperty("errors", out _).ShouldBeFalse(answer.GetRawText());
        answer.GetProperty("data").GetProperty("refugees").GetProperty("nodes").GetArrayLength().ShouldBe(3);
    }

    /// <summary>An editor sends the requests one after the other; the token is the one that the second request returns.</summary>
    [Fact]
    public async Task Every_request_of_the_http_file_is_answered()
    {
        var host = await server.HostAsync;
        var token = await host.TokenAsync(Role.Municipality, "0461");
        var text = At(host, File.ReadAllText(Path.Combine(Repository, "api", "Server", "requests.http"))).Replace("{{token}}", token, StringComparison.Ordinal)
            .Replace("{{server}}", host.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);
        var requests = text.Split("\n###").Skip(1).Select(one => one[(one.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim()).ToList();
        requests.Count.ShouldBeGreaterThan(5);

        foreach (var request in requests)
        {
            var head = request.Split("\n\n")[0].Split('\n');
            using var message = new HttpRequestMessage(HttpMethod.Parse(head[0].Split(' ')[0]), head[0].Split(' ')[1]);
            if (request.Contains("\n\n", StringComparison.Ordinal))
            {
                message.Content = new StringContent(request.Split("\n\n")[1], System.Text.Encoding.UTF8, "application/json");
            }

            foreach (var header in head.Skip(1).Select(line => line.Split(": ", 2)).Where(header => header[0] != "Content-Type"))
            {
                message.Headers.TryAddWithoutValidation(header[0], header[1]).ShouldBeTrue();
            }

            // Does not read to the end, because a stream of events has no end.
            using var response = await host.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);

            response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, request);
            if (response.Content.Headers.ContentType?.MediaType == "application/json")
            {
                (await response.Content.ReadAsStringAsync()).ShouldNotContain("\"errors\":", customMessage: request);
            }
        }
    }

    [Fact]
    public async Task The_walk_through_the_story_can_be_pasted()
    {
        var host = await server.HostAsync;
        var script = "set -euo pipefail\n" + At(host, string.Concat(ShellBlocks(Walk)));

        var answers = Answers(await CodeGeneration.RunAsync("bash", ["-c", script]));

        var refused = answers.Where(answer => answer.TryGetProperty("errors", out _)).ShouldHaveSingleItem();
        refused.GetRawText().ShouldContain("\"coordinate\":\"Refugee.phone\"");
        answers.ShouldAllBe(answer => !answer.GetRawText().Contains("\"message\"", StringComparison.Ordinal) || answer.GetRawText() == refused.GetRawText());
        answers[0].GetProperty("data").GetProperty("refugees").GetProperty("nodes").GetArrayLength().ShouldBe(3);
        answers.Sum(CountOfLists).ShouldBeGreaterThanOrEqualTo(5);
        var given = answers[^1].GetProperty("data").GetProperty("giveConsent").GetProperty("refugee");
        given.GetProperty("consent").GetProperty("version").GetInt32().ShouldBe(1);
        given.GetProperty("referral").GetProperty("branch").GetProperty("name").GetString().ShouldBe("Røde Kors Odense");
    }

    [Fact]
    public async Task The_commands_for_front_end_teams_run_against_a_running_server()
    {
        var host = await server.HostAsync;
        await code.InstallAsync();
        using var copy = new CheckedOutCopy();
        var script = Prelude() + At(host, string.Join("echo '=== next'\n", ShellBlocks(FrontEnd)));

        var output = await CodeGeneration.RunAsync("bash", ["-c", script], folder: copy.Folder);

        var blocks = output.Split("=== next\n");
        blocks.SelectMany(block => Answers(string.Join('\n', block.Split('\n').Where(line => line.StartsWith("{\"data\"", StringComparison.Ordinal))))).Sum(CountOfLists).ShouldBeGreaterThanOrEqualTo(4);
        blocks[0].ShouldContain("Caseworker of the municipality of");
        File.Exists(Path.Combine(copy.Clients, "generated/MUNICIPALITY/graphql.ts")).ShouldBeTrue();
        File.ReadAllText(Path.Combine(copy.Clients, "generated/MUNICIPALITY/types.ts")).ShouldNotContain("dateOfBirth");
        var second = Answers(blocks[3]).ShouldHaveSingleItem().GetProperty("data").GetProperty("refugees").GetProperty("nodes");
        second.GetArrayLength().ShouldBe(2);
        second[0].GetProperty("withheld").ValueKind.ShouldBe(JsonValueKind.Array);
        var found = Answers(blocks[4]).ShouldHaveSingleItem().GetProperty("data").GetProperty("refugees");
        found.GetProperty("totalCount").GetInt32().ShouldBeInRange(1, 20);
        found.GetProperty("nodes")[0].GetProperty("name").GetProperty("given").GetString().ShouldNotBeNullOrEmpty();
        var permitted = Answers(blocks[5]);
        permitted[0].GetProperty("errors")[0].GetProperty("extensions").GetRawText().ShouldContain("AUTH_NOT_AUTHORIZED");
        permitted[0].GetProperty("errors")[0].GetProperty("extensions").GetRawText().ShouldContain("Refugee.dateOfBirth");
        permitted[1].GetProperty("data").GetProperty("refugees").GetProperty("nodes")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["reference"]);
        var deletion = Answers(blocks[6])[^1].GetProperty("data").GetProperty("deletionRequests").GetProperty("nodes")[0];
        deletion.GetProperty("reason").GetString().ShouldBe("WITHDRAWN");
        deletion.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldContain("NAME");
        var error = Answers(blocks[7]).ShouldHaveSingleItem().GetProperty("data").GetProperty("withdrawConsent").GetProperty("errors")[0];
        error.GetProperty("__typename").GetString().ShouldBe("InvalidInputError");
        error.GetProperty("field").GetString().ShouldBe("reference");
    }

    /// <summary>The README's examples must work on any day, and the demonstration world differs from day to day.</summary>
    [Fact]
    public void The_demonstration_world_has_somebody_for_each_example_on_any_day()
    {
        var data = SeedData.Read(SeedSource.Default);
        for (var month = 0; month < 12; month += 4)
        {
            var today = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(31 * month);
            var now = today.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
            var world = DemoWorld.Generate(data, 2000, today).ToList();
            var consents = world.SelectMany(batch => batch.Consents)
                .Where(consent => consent.ReplacedAt is null && consent.WithdrawnAt is null && consent.ValidUntil > now).ToDictionary(consent => consent.RefugeeId);
            var odense = world.SelectMany(batch => batch.Refugees).Where(person => person.MunicipalityCode == "0461" && consents.ContainsKey(person.Id))
                .Select(person => consents[person.Id].MunicipalityFields).ToList();
            odense.Count(fields => fields != SharedFields.None).ShouldBeGreaterThanOrEqualTo(3, $"{today}: persons whom Odense sees");
            odense.ShouldContain(fields => fields.HasFlag(SharedFields.Name), $"{today}: names that Odense sees");
            var referrals = world.SelectMany(batch => batch.Referrals)
                .Where(referral => consents.TryGetValue(referral.RefugeeId, out var consent) && consent.VolunteersFields != SharedFields.None).ToList();
            referrals.ShouldContain(referral => referral.Status == ReferralStatus.AwaitingBranch, $"{today}: referrals without a branch");
            var branch = data.Branches.Entities.Single(one => one.Slug == "odense");
            var atOdense = referrals.Where(referral => referral.BranchId == branch.Id).ToList();
            atOdense.ShouldContain(referral => referral.Status == ReferralStatus.Assigned && referral.AssignedAt < now.AddDays(-8)
                || referral.Status == ReferralStatus.Accepted && referral.AssignedAt < now.AddDays(-15), $"{today}: overdue referrals at Odense");
        }
    }

    [Fact]
    public void It_names_every_error_code_of_a_request()
    {
        var section = Section(FrontEnd);
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)
            .Append(Refusal.IssuerUnavailable.Code).Append(IdempotencyKeys.ReusedCode).Append(IdempotencyKeys.InvalidCode).Append(CoverageReports.RangeCode).Append(HttpsOnly.Code);

        codes.Where(one => !section.Contains($"`{one}`", StringComparison.Ordinal)).ShouldBeEmpty("Say in api/README.md what a front end does about it.");
    }

    [Fact]
    public void It_names_every_setting_of_the_engine_and_of_what_surrounds_it_with_its_default()
    {
        var rows = Settings[..Settings.IndexOf("\n## Fixed limits", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        foreach (var (section, options) in new (string, object)[]
        {
            ("GraphQL", new GraphQLOptions()), ("GraphQL:Subscriptions", new SubscriptionOptions()), ("RateLimit", new RateLimitOptions()),
            ("Cors", new CorsSettings()), ("Telemetry", new TelemetryOptions()), ("Authentication", new AuthenticationSettings()), ("Secrets", new SecretsOptions()),
            ("Seed", new SeedOptions()), ("RateLimit", new BadTokenOptions()), ("Proxies", new ProxyOptions()), ("Https", new HttpsOptions()),
        })
        {
            foreach (var setting in options.GetType().GetProperties().Where(p => p.CanWrite && !typeof(Delegate).IsAssignableFrom(p.PropertyType)))
            {
                var row = rows.SingleOrDefault(line => NameOf(line).Contains($"`{section}:{setting.Name}", StringComparison.Ordinal)
                    || (NameOf(line).Contains($"`{section}:", StringComparison.Ordinal) && NameOf(line).Contains($"`:{setting.Name}`", StringComparison.Ordinal)));
                row.ShouldNotBeNull($"settings.md does not say what {section}:{setting.Name} is.");
                if (setting.GetValue(options) is int or long or TimeSpan)
                {
                    row.Split('|')[2].ShouldContain(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{setting.GetValue(options)}"), customMessage: setting.Name);
                }
            }
        }

        // Only the name column counts: other rows may mention the setting.
        static string NameOf(string line) => line.Split('|')[1];
    }

    /// <summary>A limit is a setting, in the table, or a constant, listed below the table with its value.</summary>
    [Fact]
    public void It_names_every_limit_that_a_message_names()
    {
        var settingsPage = Settings;
        var code = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository, "api"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var settings = new[] { typeof(GraphQLOptions), typeof(SubscriptionOptions) }.SelectMany(type => type.GetProperties()).Select(p => p.Name).ToHashSet();
        var limits = Regex.Matches(code, "\"[^\"\n]*\\((Max\\w+)\\)[^\"\n]*\"").Select(m => m.Groups[1].Value).Distinct().ToList();

        limits.Count.ShouldBeGreaterThanOrEqualTo(20);
        foreach (var limit in limits.Where(name => !settings.Contains(name)))
        {
            var value = Regex.Match(code, $"int {limit}(?: {{ get; init; }})? = ([0-9_]+);").Groups[1].Value.Replace("_", "", StringComparison.Ordinal);
            value.ShouldNotBeEmpty(limit);
            Regex.IsMatch(settingsPage, $"`{limit}`\\s\\({value} ").ShouldBeTrue($"settings.md does not say that {limit} is {value}.");
        }
        foreach (var limit in limits.Where(settings.Contains))
        {
            settingsPage.ShouldMatch($"`[A-Za-z:]*:{limit}[`:]");
        }
    }

    /// <summary>
    /// Stops at the first failure. The server is already built and the packages are installed when tests run. The script
    /// repeats neither, and uses the server's project of this repository.
    /// </summary>
    private static string Prelude() => $$"""
        set -euo pipefail
        dotnet() { set -- "${@/#api\//{{Repository}}/api/}"; command dotnet "$1" --no-build --configuration {{Configuration()}} "${@:2}"; }
        npm() { [ "$*" = ci ] && [ -d node_modules ]; }

        """.ReplaceLineEndings("\n");

    private static string At(ServerHost host, string commands) =>
        commands.Replace(Default, host.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);

    private static string Configuration() =>
        AppContext.BaseDirectory.Contains(Path.Combine("bin", "Release"), StringComparison.Ordinal) ? "Release" : "Debug";

    private static string Section(string heading)
    {
        var readme = Api;
        var start = readme.IndexOf(heading, StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0);
        return readme[start..readme.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal)];
    }

    private static List<string> ShellBlocks(string heading)
    {
        var blocks = Section(heading).Split("```sh\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]).ToList();
        blocks.Count.ShouldBeGreaterThanOrEqualTo(4);
        return blocks;
    }

    /// <summary>Counts the connections and lists of rows in a response. Each must contain a row.</summary>
    private static int CountOfLists(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Array)
        {
            return answer.EnumerateArray().Sum(CountOfLists);
        }

        if (answer.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        var count = 0;
        foreach (var property in answer.EnumerateObject())
        {
            if (property.Name == "nodes" && property.Value.ValueKind == JsonValueKind.Array)
            {
                property.Value.GetArrayLength().ShouldBeGreaterThan(0, answer.GetRawText());
                count++;
            }
            count += CountOfLists(property.Value);
        }
        return count;
    }

    private static List<JsonElement> Answers(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>A copy of the files that the commands need, so that two tests do not generate files in one folder.</summary>
    private sealed class CheckedOutCopy : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integration-graph-readme-");

        public CheckedOutCopy()
        {
            foreach (var file in new[] { "package.json", "codegen.ts", "write-documents.mjs" }.Concat(Directory.EnumerateFiles(Path.Combine(CodeGeneration.Folder, "documents")).Select(f => "documents/" + Path.GetFileName(f))))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Clients, file))!);
                File.Copy(Path.Combine(CodeGeneration.Folder, file), Path.Combine(Clients, file));
            }
            Directory.CreateSymbolicLink(Path.Combine(Clients, "node_modules"), Path.Combine(CodeGeneration.Folder, "node_modules"));
        }

        public string Folder => _folder.FullName;

        public string Clients => Path.Combine(Folder, "tests/Server.Tests/Clients");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
