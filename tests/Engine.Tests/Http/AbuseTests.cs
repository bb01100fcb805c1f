using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>Requests of a malicious client. Each gets a clear error, and the next request is served as usual.</summary>
public sealed class AbuseTests : IAsyncLifetime
{
    private SampleService _service = null!;

    public async ValueTask InitializeAsync() => _service = await SampleService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    public static TheoryData<string> Documents => [.. HostileDocuments.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_hostile_document_is_refused_by_name_of_the_limit(string name)
    {
        var (_, limit, document) = HostileDocuments.All.Single(d => d.Name == name);

        using var response = await _service.PostAsync(JsonSerializer.Serialize(new { query = document }), "application/graphql-response+json");

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").EnumerateArray().Last();
        error.GetProperty("message").GetString()!.ShouldContain($"({limit})");
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe("LIMIT_EXCEEDED");
        await ShouldStillServeAsync();
    }

    /// <summary>
    /// Whether a selection is permitted depends on everything in it. This must not be computed again at each enclosing level.
    /// </summary>
    [Fact]
    public async Task Permission_that_is_asked_for_at_every_level_is_planned_soon()
    {
        var levels = string.Concat(Enumerable.Repeat("... @ifPermitted { ", 60)) + "hello" + string.Concat(Enumerable.Repeat(" }", 60));
        var fragments = string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }} "));

        foreach (var document in new[] { $"{{ {levels} }}", "{ ...F0 @ifPermitted } fragment F60 on Query { hello } " + fragments })
        {
            (await _service.AskAsync(document).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe("""{"data":{"hello":"Hello, world"}}""");
        }
    }

    [Theory]
    [InlineData("{\"query\":\"{ hello }\"", "valid JSON", 400)]
    [InlineData("[{\"query\":\"{ hello }\"},{\"query\":\"{ hello }\"}]", "Batches", 422)]
    [InlineData("{\"query\":\"{ hello(name: \\\"\\uD800\\\") }\"}", "valid Unicode", 400)]
    [InlineData("{\"query\":\"{ slow(milliseconds: 99999999999999999999) }\"}", "Int cannot represent", 422)]
    [InlineData("{\"query\":\"query ($n: Int!) { slow(milliseconds: $n) }\",\"variables\":{\"n\":1e400}}", "Int cannot represent", 422)]
    public async Task A_body_that_makes_no_sense_is_told_why(string body, string reason, int status)
    {
        using var response = await _service.PostAsync(body, "application/graphql-response+json");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(reason);
        await ShouldStillServeAsync();
    }

    /// <summary>Half a surrogate pair, in every part of a request that holds a name or a string.</summary>
    [Theory]
    [InlineData("""{"query":"{ hello }","operationName":"\uD800"}""")]
    [InlineData("""{"query":"{ hello }","\uDC00":1}""")]
    [InlineData("""{"query":"{ hello }","extensions":{"a":["\ud800x"]}}""")]
    [InlineData("""{"id":"\uD800\u0041"}""")]
    [InlineData("""{"query":"query ($n: String!) { hello(name: $n) }","variables":{"n":"\uD800\n"}}""")]
    [InlineData("""{"query":"query ($n: String!) { hello(name: $n) }","variables":{"n":"x","\uDC00\uD800":1}}""")]
    [InlineData("""{"query":"query ($i: SampleInput!) { echo(input: $i) }","variables":{"i":{"number":1,"colour":"\\\ud8FF"}}}""")]
    public async Task Text_that_is_no_Unicode_is_refused(string body)
    {
        using var response = await _service.PostAsync(body, "application/graphql-response+json");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The body is not valid Unicode.");
        if (body.IndexOf("\"variables\":", StringComparison.Ordinal) is var start and > 0)
        {
            using var get = await _service.Client.GetAsync("/graphql?query={hello}&variables=" + Uri.EscapeDataString(body[(start + 12)..^1]));
            get.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Escapes_that_are_Unicode_are_read()
    {
        using var response = await _service.PostAsync("""{"query":"query ($n: String!) { hello(name: $n) }","variables":{"n":"\uD83D\uDE00\\uD800\u00e6"}}""");

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        answer.RootElement.GetProperty("data").GetProperty("hello").GetString().ShouldBe("Hello, 😀\\uD800æ");
    }

    [Theory]
    [InlineData("{\"query\":\"{ hello(name: \\\"", "\\\") }\"}")]
    [InlineData("{\"query\":\"query ($n: String!) { hello(name: $n) }\",\"variables\":{\"n\":\"", "\"}}")]
    public async Task Bytes_that_are_no_UTF_8_are_refused(string before, string after)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(before), 0xC3, 0x28, .. Encoding.UTF8.GetBytes(after)];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");

        using var response = await _service.Client.PostAsync("/graphql", content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldStillServeAsync();
    }

    [Fact]
    public async Task Variables_nested_without_end_are_refused()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        using var response = await _service.PostAsync("{\"query\":\"{ hello }\",\"variables\":{\"a\":" + deep + "}}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_client_that_sends_half_a_body_and_waits_keeps_nobody_else_waiting()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(_service.Client.BaseAddress!.Host, _service.Client.BaseAddress.Port);
        await slow.GetStream().WriteAsync("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"query\":\""u8.ToArray());

        await ShouldStillServeAsync();
        var answer = new byte[1000];
        // The framework's minimum data rate for a body is 240 bytes per second, after a grace period of five seconds.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = await slow.GetStream().ReadAsync(answer, patience.Token);
        (read == 0 || Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 408", StringComparison.Ordinal)).ShouldBeTrue();
    }

    private async Task ShouldStillServeAsync() => (await _service.AskAsync("{ hello }")).ShouldBe("""{"data":{"hello":"Hello, world"}}""");
}
