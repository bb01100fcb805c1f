using System.Runtime.CompilerServices;
using System.Text.Json;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Tests;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>The audits of <c>graphql-http</c>, the reference for GraphQL over HTTP, against a service over a real port.</summary>
public sealed class AuditTests(ITestOutputHelper output)
{
    /// <summary>Audits that are not fulfilled to the letter, each with the reason.</summary>
    private static readonly Dictionary<string, string> Known = [];

    [Fact]
    public async Task None_of_the_61_audits_fails_and_each_notice_is_known()
    {
        await using var service = await SampleService.StartAsync();

        var package = new NodePackage(Path.Combine(Folder(), "Audits"));
        package.Install();

        var answer = await package.RunAsync("node", ["audits.mjs", new Uri(service.Client.BaseAddress!, "/graphql").ToString()]);

        var audits = JsonSerializer.Deserialize<List<Audit>>(answer, JsonSerializerOptions.Web)!;
        output.Report($"{audits.Count} audits: {string.Join(", ", audits.CountBy(a => a.Status).Select(s => $"{s.Value} {s.Key}"))}");
        audits.Count.ShouldBe(61);
        audits.Where(a => a.Status == "error").ShouldBeEmpty();
        audits.Where(a => a.Status != "ok").Select(a => a.Id).ShouldBe(Known.Keys, ignoreOrder: true);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private sealed record Audit(string Id, string Name, string Status, string Reason);
}
