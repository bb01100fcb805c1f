using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>Documents that a request selects by the hash of their text.</summary>
public sealed class TrustedDocumentTests : IDisposable
{
    private const string Document = "query Greet($name: String!) { hello(name: $name) }";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trusted-documents-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_document_is_run_by_its_id_by_POST_and_by_GET()
    {
        var id = Put(Document);
        await using var service = await StartAsync(only: false);

        foreach (var given in new[] { id, "sha256:" + id })
        {
            (await AskAsync(service, new { id = given, variables = new { name = "Amal" } })).ShouldBe("""{"data":{"hello":"Hello, Amal"}}""");
            (await service.Client.GetStringAsync($"/graphql?id={given}&variables=%7B%22name%22:%22Amal%22%7D")).ShouldBe("""{"data":{"hello":"Hello, Amal"}}""");
        }
        (await AskAsync(service, new { query = "{ hello }" })).ShouldBe("""{"data":{"hello":"Hello, world"}}""");
    }

    [Fact]
    public async Task Where_only_trusted_documents_are_run_no_other_is_by_any_way()
    {
        var id = Put(Document);
        await using var service = await StartAsync(only: true);

        (await AskAsync(service, new { query = "{ hello }" })).ShouldContain("DOCUMENT_NOT_TRUSTED");
        // Refused too: a document with the text of a trusted one, introspection, and a document beside an id.
        (await AskAsync(service, new { query = Document, variables = new { name = "Amal" } })).ShouldContain("DOCUMENT_NOT_TRUSTED");
        (await AskAsync(service, new { query = "{ __schema { types { name } } }" })).ShouldContain("DOCUMENT_NOT_TRUSTED");
        (await AskAsync(service, new { id, query = "{ hello }" })).ShouldContain("HTTP_422");
        using var get = await service.Client.GetAsync("/graphql?query={hello}");
        (await get.Content.ReadAsStringAsync()).ShouldContain("DOCUMENT_NOT_TRUSTED");
        using var events = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent("""{"query":"{ hello }"}""", Encoding.UTF8, "application/json") };
        events.Headers.Add("Accept", "text/event-stream");
        using var stream = await service.Client.SendAsync(events);
        (await stream.Content.ReadAsStringAsync()).ShouldContain("DOCUMENT_NOT_TRUSTED");
        (await AskAsync(service, new { id, variables = new { name = "Amal" } })).ShouldBe("""{"data":{"hello":"Hello, Amal"}}""");
    }

    [Fact]
    public async Task On_a_WebSocket_it_is_the_same()
    {
        var id = Put("{ hello }");
        await using var service = await SubscriptionService.StartAsync(null, options => (options.TrustedDocuments, options.OnlyTrustedDocuments) = (_folder.FullName, true));
        using var socket = await service.BeginAsync();

        await socket.SendAsync("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}""");
        (await socket.ReceiveAsync()).ShouldContain("DOCUMENT_NOT_TRUSTED");
        await socket.SendAsync($$$"""{"type":"subscribe","id":"2","payload":{"id":"{{{id}}}"}}""");
        (await socket.ReceiveAsync()).ShouldContain("Hello, world");
    }

    [Fact]
    public async Task An_id_that_names_no_document_is_told_so_whatever_it_is()
    {
        Put(Document);
        File.WriteAllText(Path.Combine(_folder.Parent!.FullName, "outside.graphql"), "{ hello }");
        await using var service = await StartAsync(only: false);

        foreach (var id in new[] { "", "abc", new string('0', 64), "../outside", "..%2Foutside", Hash(Document).ToUpperInvariant(), Hash(Document) + "\0", "sha256:sha256:" + Hash(Document) })
        {
            (await AskAsync(service, new { id, variables = new { name = "x" } })).ShouldContain("DOCUMENT_NOT_FOUND", customMessage: id);
        }
    }

    [Fact]
    public async Task A_document_that_is_added_later_is_found_and_one_that_was_changed_is_not()
    {
        await using var service = await StartAsync(only: true);
        var id = Hash("{ hello }");
        (await AskAsync(service, new { id })).ShouldContain("DOCUMENT_NOT_FOUND");

        File.WriteAllText(Path.Combine(_folder.FullName, id + ".graphql"), "{ refused }");
        (await AskAsync(service, new { id })).ShouldContain("DOCUMENT_NOT_FOUND");
        Put("{ hello }");
        (await AskAsync(service, new { id })).ShouldBe("""{"data":{"hello":"Hello, world"}}""");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_stops_the_start_and_is_told()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "greet.graphql"), Document);

        (await Should.ThrowAsync<Exception>(() => StartAsync(only: false))).ToString().ShouldContain($"whose content requires the name {Hash(Document)}.graphql");
        (await Should.ThrowAsync<Exception>(() => SampleService.StartAsync(o => o.TrustedDocuments = "/nowhere/at/all"))).ToString().ShouldContain("which does not exist");
        (await Should.ThrowAsync<Exception>(() => SampleService.StartAsync(o => o.OnlyTrustedDocuments = true))).ToString().ShouldContain("without GraphQL:TrustedDocuments");
    }

    private Task<SampleService> StartAsync(bool only) =>
        SampleService.StartAsync(options => (options.TrustedDocuments, options.OnlyTrustedDocuments) = (_folder.FullName, only));

    private string Put(string document)
    {
        var id = Hash(document);
        File.WriteAllText(Path.Combine(_folder.FullName, id + ".graphql"), document);
        return id;
    }

    private static string Hash(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    private static async Task<string> AskAsync(SampleService service, object body)
    {
        using var response = await service.PostAsync(JsonSerializer.Serialize(body));
        return await response.Content.ReadAsStringAsync();
    }
}
