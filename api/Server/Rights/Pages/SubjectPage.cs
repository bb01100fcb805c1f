using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Integration.Graph.Server.Mutations;

namespace Integration.Graph.Server.Rights.Pages;

/// <summary>The export as it is printed: the same document, with words for its names.</summary>
/// <param name="Language">The tag of the language, by BCP 47.</param>
/// <param name="Texts">What names and values are called in it.</param>
/// <param name="Data">The document; see <see cref="SubjectData.ToJson"/>.</param>
internal sealed record SubjectPage(string Language, FrozenDictionary<string, string> Texts, JsonElement Data)
{
    /// <summary>The languages of the page, by tag; the first one is what is meant if none is named.</summary>
    public static IReadOnlyList<KeyValuePair<string, FrozenDictionary<string, string>>> Languages { get; } = [Read("da"), Read("en")];

    /// <summary>What a property is called.</summary>
    public string Label(string name) => Texts[name];

    /// <summary>A value as people read it: instants in Denmark, what has a name in the language by that name.</summary>
    public string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => Texts["yes"],
        JsonValueKind.False => Texts["no"],
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.String => Named(value.GetString()!),
        _ => value.ToString(),
    };

    private string Named(string text) =>
        !text.Any(char.IsLower) && Texts.TryGetValue(text, out var name) ? name
        : text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant)
            ? TimeZoneInfo.ConvertTime(instant, Moment.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : text;

    private static KeyValuePair<string, FrozenDictionary<string, string>> Read(string language)
    {
        using var file = typeof(SubjectPage).Assembly.GetManifestResourceStream($"Rights.Texts.{language}.json")!;
        return new(language, JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary());
    }
}
