using System.Text.Json;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>The response to a GraphQL request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body as received.</param>
/// <param name="Log">The server's warnings and errors so far, for failure messages.</param>
internal sealed record GraphQLAnswer(int Status, string Text, Func<IEnumerable<string>>? Log = null)
{
    private JsonElement? _body;

    public JsonElement Body => _body ??= JsonDocument.Parse(Text).RootElement;

    /// <summary>Whether the response has the key <c>data</c>, even if it is null.</summary>
    public bool HasData => Body.TryGetProperty("data", out _);

    /// <summary>The data. Fails if the response has errors.</summary>
    public JsonElement Data
    {
        get
        {
            Body.TryGetProperty("errors", out _).ShouldBeFalse($"{Text}\n{string.Join('\n', Log?.Invoke().TakeLast(1) ?? [])}");
            return Body.GetProperty("data");
        }
    }

    /// <summary>The errors; empty if there are none.</summary>
    public IReadOnlyList<JsonElement> Errors =>
        Body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray()] : [];

    /// <summary><c>extensions.code</c> of each error.</summary>
    public IEnumerable<string?> Codes => Errors.Select(error => Extension(error, "code"));

    /// <summary><c>extensions.coordinate</c> of each error.</summary>
    public IEnumerable<string?> Coordinates => Errors.Select(error => Extension(error, "coordinate"));

    /// <summary>
    /// The value at a path of the data, for example <c>refugee.name.given</c>. A number is an index of a list.
    /// </summary>
    public JsonElement this[string path] => path.Split('.').Aggregate(Data, (at, step) =>
        at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(step));

    private static string? Extension(JsonElement error, string name) =>
        error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty(name, out var value) ? value.GetString() : null;
}
