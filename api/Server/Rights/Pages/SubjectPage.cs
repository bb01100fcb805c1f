using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Rights.Pages;

/// <summary>The content of the printed export: the same document, with labels in place of names and codes.</summary>
/// <param name="Language">BCP 47 tag of the page's language.</param>
/// <param name="Texts">Labels of names and values in that language.</param>
/// <param name="Reference">Reference data with the names of codes.</param>
/// <param name="Data">The document: see <see cref="SubjectData.ToJson"/>.</param>
/// <param name="Notices">Keys of the texts at the top of the page.</param>
internal sealed record SubjectPage(string Language, FrozenDictionary<string, string> Texts, ReferenceTables Reference, JsonElement Data, IReadOnlyList<string> Notices)
{
    /// <summary>Languages of the page, by tag. The first one is the default.</summary>
    public static IReadOnlyList<KeyValuePair<string, FrozenDictionary<string, string>>> Languages { get; } = [Read("da"), Read("en")];

    /// <summary>Returns the label of a property.</summary>
    public string Label(string name) => Texts[name];

    /// <summary>Returns a value as readable text: instants in Danish time, codes by their names in the page's language.</summary>
    /// <param name="property">A property of an item.</param>
    /// <param name="siblings">The item.</param>
    public string Text(JsonProperty property, JsonElement siblings) =>
        // A previous value is formatted like the field that it belonged to.
        Text(property.Name == "value" && siblings.TryGetProperty("field", out var field) ? field.GetString()! : property.Name, property.Value);

    private string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => Texts["yes"],
        JsonValueKind.False => Texts["no"],
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(x => Text(name, x))),
        JsonValueKind.String => Meaning(name, value.GetString()!) ?? Named(value.GetString()!),
        _ => value.ToString(),
    };

    /// <summary>Returns the meaning of a code; null if the text is not a code.</summary>
    private string? Meaning(string name, string text) => name switch
    {
        "field" => Texts.GetValueOrDefault(text),
        "nationality" when Reference.Nationality(text) is { } nationality => InLanguage(nationality.NameDa, nationality.NameEn),
        "language" or "languages" => Each(text, Reference.Language, x => InLanguage(x.NameDa, x.NameEn)),
        "activityType" or "wishes" or "knownActivityTypes" => Each(text, Reference.ActivityType, x => InLanguage(x.NameDa, x.NameEn)),
        "municipality" or "scope" => Reference.Municipality(text)?.Name,
        "nameAndAddressProtection" => Texts[text == "true" ? "yes" : "no"],
        _ => null,
    };

    private string InLanguage(string danish, string english) => Language == "da" ? danish : english;

    private static string Each<T>(string keys, Func<string, T?> find, Func<T, string> name)
        where T : class => string.Join(", ", KeyList.Split(keys).Select(key => find(key) is { } found ? name(found) : key));

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
