using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>A small service on a port of its own: what a user of the engine would write, without a database.</summary>
internal sealed class SampleService : IAsyncDisposable
{
    private readonly EngineHost _host;

    private SampleService(EngineHost host) => _host = host;

    public HttpClient Client => _host.Client;

    public static async Task<SampleService> StartAsync(Action<GraphQLOptions>? configure = null) =>
        new(await EngineHost.StartAsync([typeof(SampleQueries), typeof(SampleMutations)], options => configure?.Invoke(options)));

    /// <summary>The answer to a document, as JSON text.</summary>
    public async Task<string> AskAsync(string document, object? variables = null, string? operationName = null)
    {
        using var response = await PostAsync(JsonSerializer.Serialize(new { query = document, variables, operationName }));
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a body as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, string? accept = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return Client.SendAsync(request);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

[QueryType]
internal static class SampleQueries
{
    /// <summary>Says hello.</summary>
    public static string GetHello(string name = "world") => $"Hello, {name}";

    /// <summary>A tree of things, as deep as one asks.</summary>
    public static Thing GetThing() => new(1);

    /// <summary>Waits, and answers.</summary>
    public static async Task<int> GetSlowAsync(int milliseconds, CancellationToken cancellation)
    {
        await Task.Delay(milliseconds, cancellation);
        return milliseconds;
    }

    /// <summary>Returns a text with the coerced values of an input.</summary>
    public static string GetEcho(SampleInput input) =>
        $"{input.Number} {(input.Text.HasValue ? input.Text.Value ?? "null" : "absent")} {string.Join(',', input.List ?? [])} {input.Colour}";

    /// <summary>Fails with a message that is not meant for clients.</summary>
    public static Task<string?> GetSecretAsync() => throw new InvalidOperationException("the password is hunter2");

    /// <summary>Fails with a message that is.</summary>
    public static Task<string?> GetRefusedAsync() => throw new GraphQLException("Not today.", "CLOSED");
}

[MutationType]
internal static class SampleMutations
{
    private static int _counter;

    /// <summary>Adds to a counter.</summary>
    [PayloadField("total")]
    [Error<TooMuchException>]
    public static async Task<int> AddAsync(AddInput input, CancellationToken cancellation)
    {
        await Task.Delay(5, cancellation);
        return input.Number > 100 ? throw new TooMuchException(100) : _counter += input.Number;
    }
}

internal sealed record AddInput(int Number);

internal sealed class TooMuchException(int limit) : MutationException("Too much.", "TOO_MUCH")
{
    public int Limit { get; } = limit;
}

internal sealed record SampleInput(int Number, Optional<string?> Text = default, IReadOnlyList<int>? List = null, Colour Colour = Colour.DarkRed);

internal enum Colour
{
    DarkRed,
    LightBlue,
}

internal sealed record Thing(int Depth)
{
    public Thing Inner => new(Depth + 1);

    public Thing? Maybe => new(Depth + 1);

    [ListSize(3)]
    public IReadOnlyList<Thing> Few => [new(Depth + 1)];

    public IReadOnlyList<Thing> Three => [new(Depth + 1), new(Depth + 2), new(Depth + 3)];

    public string Odd => Depth % 2 == 1 ? "odd" : null!;
}
