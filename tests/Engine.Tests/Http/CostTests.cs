using System.Text.Json;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>
/// Static cost: 10 for a field that fetches data, 1 for each object that a list may hold, 0 for leaves. The comments beside
/// the cases add up the figures.
/// </summary>
public sealed class CostTests : IAsyncLifetime
{
    private SampleService _service = null!;

    public async ValueTask InitializeAsync() => _service = await SampleService.StartAsync(options =>
    {
        options.MaxCost = 1_000;
        options.MaxDepth = 30;
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("{ hello }", 0)]
    [InlineData("{ slow(milliseconds: 0) }", 10)]
    [InlineData("{ thing { depth } }", 1)]
    [InlineData("{ thing { depth inner { depth } maybe { depth } } }", 1 + 1 + 1)]
    [InlineData("{ thing { three { depth } } }", 1 + 10)]
    [InlineData("{ thing { three { inner { depth } } } }", 1 + (10 * 2))]
    [InlineData("{ thing { few { three { depth } } } }", 1 + (3 * (1 + 10)))]
    [InlineData("{ thing { three { three { depth } } } a: thing { depth } }", 1 + (10 * 11) + 1)]
    [InlineData("{ thing { inner @skip(if: true) { three { depth } } } }", 1)]
    [InlineData("query ($v: Boolean = false) { thing { inner @include(if: $v) { depth } } }", 2)]
    [InlineData("{ __schema { types { fields { name type { name } } } } }", 0)]
    [InlineData("mutation { add(input: { number: 1 }) { total errors { __typename } } }", 10 + 1 + 10)]
    public async Task The_cost_is_what_adding_up_by_hand_gives(string document, int cost)
    {
        var answer = await AskAsync(document);

        answer.GetProperty("extensions").GetProperty("operationCost").GetProperty("cost").GetInt32().ShouldBe(cost);
        answer.GetProperty("extensions").GetProperty("operationCost").GetProperty("budget").GetInt32().ShouldBe(1_000);
    }

    [Fact]
    public async Task The_cost_is_told_to_those_only_who_ask() => (await _service.AskAsync("{ hello }")).ShouldNotContain("extensions");

    [Fact]
    public async Task An_operation_over_the_budget_is_refused_before_anything_runs()
    {
        var answer = await AskAsync("{ slow(milliseconds: 20000) thing { three { three { three { depth } } } } }");

        answer.TryGetProperty("data", out _).ShouldBeFalse();
        var error = answer.GetProperty("errors")[0];
        // slow 10, thing 1, and 10 × (1 + 10 × (1 + 10)).
        error.GetProperty("message").GetString().ShouldBe("The operation costs 1121, more than the budget of 1000 (MaxCost). Select smaller pages or fewer nested lists.");
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe("LIMIT_EXCEEDED");
    }

    private async Task<JsonElement> AskAsync(string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query = document }), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("GraphQL-Cost", "report");
        using var response = await _service.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
