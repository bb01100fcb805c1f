using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Clients;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>A server that only runs the documents in the manifest of GraphQL Code Generator.</summary>
public sealed class TrustedDocumentTests(CodeGeneration code)
{
    [Fact]
    public async Task The_documents_of_a_generated_manifest_are_run_by_id_and_no_others()
    {
        await code.GenerateAsync();
        var manifest = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(CodeGeneration.Manifest))!;
        manifest.ShouldNotBeEmpty();
        var folder = Directory.CreateTempSubdirectory("trusted-documents-");
        await CodeGeneration.RunAsync("node", ["write-documents.mjs", CodeGeneration.Manifest, folder.FullName]);
        folder.EnumerateFiles("*.graphql").Count().ShouldBe(manifest.Count);
        await using var host = await ServerHost.StartAsync(
            await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, ("GraphQL:TrustedDocuments", folder.FullName), ("GraphQL:OnlyTrustedDocuments", "true"));
        var token = await host.TokenAsync(Role.Municipality, "0461");
        var (id, _) = manifest.First(entry => entry.Value.Contains("query Worklist", StringComparison.Ordinal));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { id, variables = new { first = 5 } }) };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await host.Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();

        answer.ShouldContain("\"refugees\"");
        answer.ShouldNotContain("\"errors\"");
        (await host.QueryAsync(token, manifest[id])).Codes.ShouldBe(["DOCUMENT_NOT_TRUSTED"]);
        folder.Delete(recursive: true);
    }
}
