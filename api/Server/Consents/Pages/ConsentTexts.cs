using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// The texts of form and receipt in one language. Each language is one file in the folder, named by its tag, for example
/// <c>da.json</c>.
/// </summary>
internal sealed class ConsentTexts
{
    private const string Direction = "direction";

    /// <summary>The keys that every file needs, with the number of placeholders in the text: <c>{0}</c>, <c>{1}</c> ...</summary>
    private static readonly (string Key, int Values)[] Required =
    [
        (Direction, 0), ("separator", 0), ("notice.demonstration", 0), ("notice.assumptions", 0),
        ("form.title", 0), ("form.intro", 0), ("form.choose", 0), ("form.validity", 1), ("form.protected", 0), ("form.sign", 0),
        ("receipt.title", 0), ("receipt.intro", 0), ("receipt.part", 0), ("receipt.nothing", 0), ("receipt.expired", 1),
        ("sign.person", 0), ("sign.guardian", 0), ("sign.worker", 0), ("sign.interpreter", 0), ("sign.date", 0),
        ("label.reference", 0), ("label.name", 0), ("label.version", 0), ("label.givenAt", 0), ("label.validUntil", 0), ("label.method", 0),
        ("label.language", 0), ("label.guardian", 0),
        ("withdraw.title", 0), ("withdraw.text", 1), ("withdraw.where", 1), ("withdraw.effect", 0),
        .. Enum.GetValues<ConsentMethod>().Select(x => ("method." + x.SchemaName(), 0)),
        .. SharedWith.Fields.Select(x => ("field." + x.SchemaName(), 0)),
        .. SharedWith.Fields.SelectMany(x => SharedWith.PartsOf(x).Select(part => ($"field.{x.SchemaName()}.{part}", 0))),
        .. SharedWith.Recipients.SelectMany(x => new[] { ($"recipient.{x.SchemaName()}", 0), ($"recipient.{x.SchemaName()}.who", 0), ($"recipient.{x.SchemaName()}.always", 0) }),
        .. SharedWith.Recipients.SelectMany(SharedWith.AlwaysFor).Distinct().Select(x => ("always." + x, 0)),
    ];

    private readonly Dictionary<string, string> _texts;

    private ConsentTexts(string language, Dictionary<string, string> texts) => (Language, _texts) = (language, texts);

    /// <summary>BCP 47 tag of the language.</summary>
    public string Language { get; }

    /// <summary>Direction of the text, <c>ltr</c> or <c>rtl</c>.</summary>
    public string DirectionOfText => _texts[Direction];

    public string this[string key] => _texts[key];

    /// <summary>Returns the text with its placeholders filled in.</summary>
    public string Fill(string key, params object[] values) => string.Format(CultureInfo.InvariantCulture, _texts[key], values);

    /// <summary>Returns the name of a field, followed by the parts of its value.</summary>
    public string Describe(SharedField field)
    {
        var parts = SharedWith.PartsOf(field).Select(part => this[$"field.{field.SchemaName()}.{part}"]).ToList();
        return parts.Count == 0 ? this["field." + field.SchemaName()] : $"{this["field." + field.SchemaName()]} ({string.Join(this["separator"], parts)})";
    }

    /// <summary>Reads the folder. Adds what is wrong with it to <paramref name="problems"/>.</summary>
    public static IReadOnlyDictionary<string, ConsentTexts> Read(string folder, List<string> problems)
    {
        var found = new Dictionary<string, ConsentTexts>(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(folder))
        {
            problems.Add($"Consents:Texts is '{folder}', which is not a folder. Name a folder with one file for each language, such as da.json.");
            return found;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var language = Path.GetFileNameWithoutExtension(file);
            if (ReadFile(file, problems) is { } texts)
            {
                found.Add(language, new ConsentTexts(language, texts));
            }
        }

        if (found.Count == 0 && problems.Count == 0)
        {
            problems.Add($"Consents:Texts is '{folder}', which contains no language file. Add one for each language, such as da.json.");
        }

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
            problems.Add($"{file} is not a JSON object of texts: {exception.Message}");
            return null;
        }
    }

    private static IEnumerable<string> Problems(Dictionary<string, string> texts)
    {
        foreach (var (key, values) in Required)
        {
            if (!texts.TryGetValue(key, out var text) || string.IsNullOrWhiteSpace(text))
            {
                yield return $"'{key}' is missing or empty.";
            }
            else if (!Enumerable.Range(0, 3).All(i => text.Contains($"{{{i}}}", StringComparison.Ordinal) == i < values))
            {
                yield return $"'{key}' must contain {(values == 0 ? "no placeholder" : $"{{0}}{(values > 1 ? " and {1}" : "")}")}.";
            }
        }

        foreach (var key in texts.Keys.Except(Required.Select(x => x.Key)))
        {
            yield return $"'{key}' is not a key of these pages. Remove it.";
        }

        if (texts.TryGetValue(Direction, out var direction) && direction is not ("ltr" or "rtl"))
        {
            yield return $"'{Direction}' is '{direction}'; it must be ltr or rtl.";
        }
    }
}
