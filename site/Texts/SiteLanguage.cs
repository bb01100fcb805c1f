using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Texts;

/// <summary>
/// A language of the site: its texts, and its formats of numbers and dates. Does not use the machine's cultures, so that
/// every machine generates the same pages.
/// </summary>
internal sealed class SiteLanguage
{
    /// <summary>Text in place of a figure that does not exist.</summary>
    public const string NotAvailable = "[x]";

    /// <summary>Mark beside figures that were corrected after their first publication.</summary>
    public const string Revised = "[r]";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    private readonly NumberFormatInfo _numbers;

    private SiteLanguage(SiteTexts texts)
    {
        Texts = texts;
        _numbers = new NumberFormatInfo
        {
            NumberDecimalSeparator = texts.DecimalSeparator,
            NumberGroupSeparator = texts.GroupSeparator,
            NumberGroupSizes = [3],
        };
    }

    /// <summary>Danish, the language of the site's root.</summary>
    public static SiteLanguage Danish { get; } = Load("da");

    /// <summary>English, under <c>/en/</c>.</summary>
    public static SiteLanguage English { get; } = Load("en");

    /// <summary>All languages, the default first.</summary>
    public static IReadOnlyList<SiteLanguage> All { get; } = [Danish, English];

    /// <summary>The texts of the pages.</summary>
    public SiteTexts Texts { get; }

    /// <summary>The other language.</summary>
    public SiteLanguage Other => this == Danish ? English : Danish;

    /// <summary>Returns the Danish or the English text of data that has both.</summary>
    public string Choose(string danish, string english) => this == Danish ? danish : english;

    /// <summary>A whole number with group separators.</summary>
    public string Number(int value) => value.ToString("N0", _numbers);

    /// <summary>
    /// Returns a share in percent with one decimal, rounded half away from zero; <see cref="NotAvailable"/> if the whole
    /// is 0. Only exact values give 0 or 100 percent: rounding never does.
    /// </summary>
    public string Percent(int part, int whole)
    {
        if (whole == 0)
        {
            return NotAvailable;
        }

        var percent = decimal.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
        if (part > 0 && part < whole)
        {
            percent = decimal.Clamp(percent, 0.1m, 99.9m);
        }

        return SiteTexts.Fill(Texts.PercentPattern, percent.ToString("N1", _numbers));
    }

    /// <summary>A day in full.</summary>
    public string Date(DateOnly day) => SiteTexts.Fill(
        Texts.DatePattern,
        day.Day.ToString(CultureInfo.InvariantCulture),
        Texts.Months[day.Month - 1],
        day.Year.ToString("0000", CultureInfo.InvariantCulture));

    /// <summary>The name of a weekday as in <see cref="ActivityCoverage.Weekday"/>.</summary>
    public string Weekday(string? weekday) =>
        weekday is not null && Texts.Weekdays.TryGetValue(weekday, out var name) ? name : Texts.NoWeekday;

    private static SiteLanguage Load(string code)
    {
        using var file = typeof(SiteLanguage).Assembly.GetManifestResourceStream($"Texts.{code}.json")
            ?? throw new InvalidOperationException($"The texts Texts/{code}.json are not built into the program.");
        var texts = JsonSerializer.Deserialize<SiteTexts>(file, Strict)
            ?? throw new InvalidOperationException($"Texts/{code}.json is empty.");
        return new SiteLanguage(texts);
    }
}
