using System.Runtime.CompilerServices;
using System.Text.Json;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Tests;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>The audits of <c>graphql-http</c>, the reference for GraphQL over HTTP, against a service on a real port.</summary>
public sealed class AuditTests(ITestOutputHelper output)
{
    private const string NotWellFormed = "Since the draft of 6 August 2026, JSON that is not a well-formed request gets 422. Only a body that is not JSON gets 400.";
    private const string NotCoerced = "Since the draft of 6 August 2026, variables that cannot be coerced get 422.";

    private const string LegacyClient =
        "Since the draft of 6 August 2026, clients that accept only application/json get the same status codes as others, no longer 200.";

    /// <summary>
    /// Audits that the engine does not fulfil exactly, each with the returned status code and the reason. The suite
    /// follows an earlier draft.
    /// </summary>
    private static readonly Dictionary<string, (int Status, string Reason)> Known = new()
    {
        ["423L"] = (422, NotWellFormed), // no {query}
        ["LKJ0"] = (422, NotWellFormed), // {query} of a wrong type
        ["LKJ1"] = (422, NotWellFormed),
        ["LKJ2"] = (422, NotWellFormed),
        ["LKJ3"] = (422, NotWellFormed),
        ["6C00"] = (422, NotWellFormed), // {operationName} of a wrong type
        ["6C01"] = (422, NotWellFormed),
        ["6C02"] = (422, NotWellFormed),
        ["6C03"] = (422, NotWellFormed),
        ["4760"] = (422, NotWellFormed), // {variables} of a wrong type
        ["4761"] = (422, NotWellFormed),
        ["4762"] = (422, NotWellFormed),
        ["4763"] = (422, NotWellFormed),
        ["58B0"] = (422, NotWellFormed), // {extensions} of a wrong type
        ["58B1"] = (422, NotWellFormed),
        ["58B2"] = (422, NotWellFormed),
        ["58B3"] = (422, NotWellFormed),
        ["3E3A"] = (422, NotWellFormed),
        ["86EE"] = (422, NotCoerced),
        ["7B9B"] = (422, LegacyClient),
        ["FDE2"] = (400, LegacyClient), // its document has a name that starts with a digit, which is a syntax error
        ["572B"] = (400, LegacyClient),
    };

    [Fact]
    public async Task None_of_the_61_audits_fails_and_each_notice_is_known()
    {
        await using var service = await SampleService.StartAsync();

        var package = new NodePackage(Path.Combine(Folder(), "Audits"));
        package.Install();

        var answer = await package.RunAsync("node", ["audits.mjs", new Uri(service.Client.BaseAddress!, "/graphql").ToString()]);

        var audits = JsonSerializer.Deserialize<List<Audit>>(answer, JsonSerializerOptions.Web)!;
        output.Report($"{audits.Count} audits: {string.Join(", ", audits.CountBy(a => a.Status).Select(s => $"{s.Value} {s.Key}"))}");
        foreach (var known in Known.GroupBy(k => k.Value.Reason))
        {
            output.Report($"{string.Join(", ", known.Select(k => k.Key))}: {known.Key}");
        }

        audits.Count.ShouldBe(61);
        audits.Where(a => a.Status == "error").ShouldBeEmpty();
        audits.Where(a => a.Status != "ok").Select(a => (a.Id, a.Answered)).ShouldBe(Known.Select(k => (k.Key, k.Value.Status)), ignoreOrder: true);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private sealed record Audit(string Id, string Name, string Status, string Reason, int Answered);
}
