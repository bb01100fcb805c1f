using System.Text.Json;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>What the server answered to a GraphQL request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body, as it came.</param>
/// <param name="Log">What the server has complained of so far, for who wonders about the answer.</param>
internal sealed record GraphQLAnswer(int Status, string Text, Func<IEnumerable<string>>? Log = null)
{
    private JsonElement? _body;

    public JsonElement Body => _body ??= JsonDocument.Parse(Text).RootElement;

    /// <summary>Whether the answer has <c>data</c> at all, null included.</summary>
    public bool HasData => Body.TryGetProperty("data", out _);

    /// <summary>The data of an answer that must have no error.</summary>
    public JsonElement Data
    {
        get
        {
            Body.TryGetProperty("errors", out _).ShouldBeFalse($"{Text}\n{string.Join('\n', Log?.Invoke().TakeLast(1) ?? [])}");
            return Body.GetProperty("data");
        }
    }

    /// <summary>The errors; none if there are none.</summary>
    public IReadOnlyList<JsonElement> Errors =>
        Body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray()] : [];

    /// <summary><c>extensions.code</c> of each error.</summary>
    public IEnumerable<string?> Codes => Errors.Select(error => Extension(error, "code"));

    /// <summary><c>extensions.coordinate</c> of each error.</summary>
    public IEnumerable<string?> Coordinates => Errors.Select(error => Extension(error, "coordinate"));

    /// <summary>What stands at a path of the data, such as <c>refugee.name.given</c>; a number is a place in a list.</summary>
    public JsonElement this[string path] => path.Split('.').Aggregate(Data, (at, step) =>
        at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(step));

    private static string? Extension(JsonElement error, string name) =>
        error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty(name, out var value) ? value.GetString() : null;
}
