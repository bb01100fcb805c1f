using System.Globalization;
using System.Text.Json;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// What form and receipt say in one language: a file of the folder, such as <c>da.json</c>, whose name is the language's
/// tag. Another language is another file.
/// </summary>
internal sealed class ConsentTexts
{
    private const string Direction = "direction";

    /// <summary>The keys of every file, with how many values are filled in: <c>{0}</c>, <c>{1}</c> ...</summary>
    private static readonly (string Key, int Values)[] Required =
    [
        (Direction, 0), ("separator", 0), ("notice.demonstration", 0), ("notice.assumptions", 0),
        ("form.title", 0), ("form.intro", 0), ("form.choose", 0), ("form.validity", 1), ("form.protected", 0), ("form.sign", 0),
        ("receipt.title", 0), ("receipt.intro", 0), ("receipt.part", 0), ("receipt.nothing", 0), ("receipt.expired", 1),
        ("sign.person", 0), ("sign.guardian", 0), ("sign.worker", 0), ("sign.interpreter", 0), ("sign.date", 0),
        ("label.reference", 0), ("label.name", 0), ("label.version", 0), ("label.givenAt", 0), ("label.validUntil", 0), ("label.method", 0),
        ("label.language", 0), ("label.guardian", 0),
        ("withdraw.title", 0), ("withdraw.text", 1), ("withdraw.where", 1), ("withdraw.effect", 0),
        .. Enum.GetValues<ConsentMethod>().Select(x => ("method." + x.Name(), 0)),
        .. SharedWith.Fields.Select(x => ("field." + x.Name(), 0)),
        .. SharedWith.Fields.SelectMany(x => SharedWith.PartsOf(x).Select(part => ($"field.{x.Name()}.{part}", 0))),
        .. SharedWith.Recipients.SelectMany(x => new[] { ($"recipient.{x.Name()}", 0), ($"recipient.{x.Name()}.who", 0), ($"recipient.{x.Name()}.always", 0) }),
        .. SharedWith.Recipients.SelectMany(SharedWith.AlwaysFor).Distinct().Select(x => ("always." + x, 0)),
    ];

    private readonly Dictionary<string, string> _texts;

    private ConsentTexts(string language, Dictionary<string, string> texts) => (Language, _texts) = (language, texts);

    /// <summary>The tag of the language, by BCP 47.</summary>
    public string Language { get; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string DirectionOfText => _texts[Direction];

    public string this[string key] => _texts[key];

    /// <summary>The text with values filled in.</summary>
    public string Fill(string key, params object[] values) => string.Format(CultureInfo.InvariantCulture, _texts[key], values);

    /// <summary>A field and what comes with it.</summary>
    public string Describe(SharedField field)
    {
        var parts = SharedWith.PartsOf(field).Select(part => this[$"field.{field.Name()}.{part}"]).ToList();
        return parts.Count == 0 ? this["field." + field.Name()] : $"{this["field." + field.Name()]} ({string.Join(this["separator"], parts)})";
    }

    /// <summary>Reads the folder; what is wrong with it is added to <paramref name="problems"/>.</summary>
    public static IReadOnlyDictionary<string, ConsentTexts> Read(string folder, List<string> problems)
    {
        var found = new Dictionary<string, ConsentTexts>(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(folder))
        {
            problems.Add($"Consents:Texts is '{folder}', which is no folder; it must hold a file for each language, such as da.json.");
            return found;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var language = Path.GetFileNameWithoutExtension(file);
            if (ReadFile(file, problems) is { } texts)
                found.Add(language, new ConsentTexts(language, texts));
        }

        if (found.Count == 0 && problems.Count == 0)
            problems.Add($"Consents:Texts is '{folder}', which holds no file for any language, such as da.json.");
        return found;
    }

    private static Dictionary<string, string>? ReadFile(string file, List<string> problems)
    {
        try
        {
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
            var wrong = Problems(texts).ToList();
            problems.AddRange(wrong.Select(problem => $"{file}: {problem}"));
            return wrong.Count == 0 ? texts : null;
        }
        catch (JsonException exception)
        {
            problems.Add($"{file} is no JSON object of texts: {exception.Message}");
            return null;
        }
    }

    private static IEnumerable<string> Problems(Dictionary<string, string> texts)
    {
        foreach (var (key, values) in Required)
        {
            if (!texts.TryGetValue(key, out var text) || string.IsNullOrWhiteSpace(text))
                yield return $"'{key}' is missing or empty.";
            else if (!Enumerable.Range(0, 3).All(i => text.Contains($"{{{i}}}", StringComparison.Ordinal) == i < values))
                yield return $"'{key}' must hold {(values == 0 ? "no place for a value" : $"{{0}}{(values > 1 ? " and {1}" : "")}")}.";
        }

        foreach (var key in texts.Keys.Except(Required.Select(x => x.Key)))
            yield return $"'{key}' is no text of the pages.";
        if (texts.TryGetValue(Direction, out var direction) && direction is not ("ltr" or "rtl"))
            yield return $"'{Direction}' is '{direction}'; it must be ltr or rtl.";
    }
}
