using System.Net;
using System.Text.Json;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>GraphQL over HTTP: media types, methods and status codes.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private SampleService _service = null!;

    public async ValueTask InitializeAsync() => _service = await SampleService.StartAsync(options =>
    {
        options.MaxRequestBodySize = 2000;
        options.ExecutionTimeout = TimeSpan.FromMilliseconds(300);
        options.MaxDepth = 5;
        options.MaxAliases = 3;
        options.MaxTokens = 50;
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json")]
    public async Task The_answer_has_the_type_that_was_asked_for(string? accept, string expected)
    {
        using var response = await _service.PostAsync("""{"query":"{ hello }"}""", accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
    }

    /// <summary>The table of "Status Codes". Clients that accept plain JSON get the same codes.</summary>
    [Theory]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    [InlineData("[]", 422)]
    [InlineData("""[{"query":"{ hello }"}]""", 422)]
    [InlineData("null", 422)]
    [InlineData("{}", 422)]
    [InlineData("""{"operationName":"a"}""", 422)]
    [InlineData("""{"query":1}""", 422)]
    [InlineData("""{"query":null}""", 422)]
    [InlineData("""{"query":"{ hello }","id":"a"}""", 422)]
    [InlineData("""{"query":"{ hello }","operationName":1}""", 422)]
    [InlineData("""{"query":"{ hello }","variables":[]}""", 422)]
    [InlineData("""{"query":"{ hello }","extensions":1}""", 422)]
    [InlineData("""{"query":"{ hello }","unknown":1}""", 200)]
    [InlineData("""{"query":""}""", 400)]
    [InlineData("""{"query":"{ hello"}""", 400)]
    [InlineData("""{"query":"{ nothing }"}""", 422)]
    [InlineData("""{"query":"fragment F on Query { hello }"}""", 422)]
    [InlineData("""{"query":"query A { hello } query B { hello }"}""", 422)]
    [InlineData("""{"query":"query A { hello }","operationName":"B"}""", 422)]
    [InlineData("""{"query":"query ($n: String!) { hello(name: $n) }"}""", 422)]
    [InlineData("""{"query":"query ($n: String!) { hello(name: $n) }","variables":{"n":1}}""", 422)]
    [InlineData("""{"query":"{ slow(milliseconds: 20000) }"}""", 504)]
    public async Task A_request_gets_the_status_that_says_what_is_wrong(string body, int status)
    {
        foreach (var accept in new[] { "application/graphql-response+json", "application/json", null })
        {
            using var response = await _service.PostAsync(body, accept);

            ((int)response.StatusCode).ShouldBe(status, accept);
            response.Content.Headers.ContentType!.MediaType.ShouldBe(
                status == 200 && accept != "application/graphql-response+json" ? "application/json" : "application/graphql-response+json", accept);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            answer.RootElement.TryGetProperty("data", out _).ShouldBe(status == 200);
            answer.RootElement.TryGetProperty("errors", out _).ShouldBe(status != 200);
        }
    }

    /// <summary>
    /// The code for partial success is the specification's own. It is meaningful only with the specification's own media
    /// type.
    /// </summary>
    [Theory]
    [InlineData("{ hello refused }")]
    [InlineData("{ slow(milliseconds: -5) }")]
    public async Task An_answer_with_data_and_errors_is_a_partial_success(string document)
    {
        var body = JsonSerializer.Serialize(new { query = document });
        foreach (var (accept, status) in new[] { ("application/graphql-response+json", 294), ("application/json", 200), ((string?)null, 200) })
        {
            using var response = await _service.PostAsync(body, accept);

            ((int)response.StatusCode).ShouldBe(status, accept);
            response.Content.Headers.ContentType!.MediaType.ShouldBe(accept ?? "application/json");
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            answer.RootElement.TryGetProperty("data", out _).ShouldBeTrue();
            answer.RootElement.GetProperty("errors").GetArrayLength().ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("application/json", "text/html", 406)]
    [InlineData("text/plain", null, 415)]
    public async Task A_type_that_is_not_served_is_refused(string type, string? accept, int status)
    {
        using var response = await _service.PostAsync("""{"query":"{ hello }"}""", accept, type);

        ((int)response.StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("APPLICATION/JSON; charset=\"UTF-8\"", 200)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset", 200)]
    [InlineData("application/json; charset=utf-8; charset=utf-8", 200)]
    [InlineData("json", 415)]
    [InlineData("application/json, text/plain", 415)]
    [InlineData("", 415)]
    public async Task A_content_type_however_it_is_written_is_read_or_refused(string type, int status)
    {
        using var content = new ByteArrayContent("""{"query":"{ hello }"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await _service.Client.PostAsync("/graphql", content);

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Queries_may_be_asked_by_GET_and_mutations_not()
    {
        (await _service.Client.GetStringAsync("/graphql?query={hello}")).ShouldBe("""{"data":{"hello":"Hello, world"}}""");
        using var mutation = await _service.Client.GetAsync("/graphql?query=mutation{add(input:{number:1}){total}}");

        mutation.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        mutation.Content.Headers.Allow.ShouldBe(["POST"]);
        using var without = await _service.Client.GetAsync("/graphql?variables={}");
        without.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var noMap = await _service.Client.GetAsync("/graphql?query={hello}&variables=7");
        noMap.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var deleted = await _service.Client.DeleteAsync("/graphql");
        deleted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_name_of_the_limit()
    {
        using var response = await _service.PostAsync($$"""{"query":"{ hello }","unknown":"{{new string('x', 3000)}}"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync()).ShouldContain("2000 bytes");
    }

    [Theory]
    [InlineData("{ thing { inner { inner { inner { inner { inner { depth } } } } } } }", "5")]
    [InlineData("{ a: hello b: hello c: hello d: hello }", "3")]
    [InlineData("{ hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello }", "50")]
    [InlineData("{ slow(milliseconds: 20000) }", "0.3 seconds")]
    public async Task What_is_over_a_limit_is_told_which(string document, string limit) =>
        (await _service.AskAsync(document)).ShouldContain(limit);
}
