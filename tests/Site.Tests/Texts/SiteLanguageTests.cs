using System.Globalization;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Tests.Texts;

public sealed class SiteLanguageTests
{
    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(999, "999", "999")]
    [InlineData(1234, "1.234", "1,234")]
    [InlineData(5822763, "5.822.763", "5,822,763")]
    public void Numbers_are_grouped_as_the_language_does(int number, string danish, string english)
    {
        SiteLanguage.Danish.Number(number).ShouldBe(danish);
        SiteLanguage.English.Number(number).ShouldBe(english);
    }

    [Theory]
    [InlineData(1, 3, "33,3\u00a0%", "33.3%")]
    [InlineData(1, 8, "12,5\u00a0%", "12.5%")]
    [InlineData(1, 16, "6,3\u00a0%", "6.3%")]
    [InlineData(0, 98, "0,0\u00a0%", "0.0%")]
    [InlineData(98, 98, "100,0\u00a0%", "100.0%")]
    public void Shares_have_one_decimal_rounded_away_from_zero(int part, int whole, string danish, string english)
    {
        SiteLanguage.Danish.Percent(part, whole).ShouldBe(danish);
        SiteLanguage.English.Percent(part, whole).ShouldBe(english);
    }

    [Fact]
    public void Rounding_never_makes_something_nothing_or_nearly_all_everything()
    {
        SiteLanguage.English.Percent(1, 5_822_763).ShouldBe("0.1%");
        SiteLanguage.English.Percent(5_822_762, 5_822_763).ShouldBe("99.9%");
    }

    [Fact]
    public void A_share_of_nothing_is_marked_as_not_available() =>
        SiteLanguage.Danish.Percent(0, 0).ShouldBe("[x]");

    [Fact]
    public void Days_are_written_in_full()
    {
        SiteLanguage.Danish.Date(new DateOnly(2026, 11, 2)).ShouldBe("2. november 2026");
        SiteLanguage.English.Date(new DateOnly(2026, 5, 31)).ShouldBe("31 May 2026");
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    public void The_cultures_of_the_machine_change_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
            SiteLanguage.Danish.Number(1_234_567).ShouldBe("1.234.567");
            SiteLanguage.English.Percent(-1, 3).ShouldBe("-33.3%");
            SiteLanguage.Danish.Date(new DateOnly(2026, 1, 9)).ShouldBe("9. januar 2026");
            DanishText.Order.Compare("Ishøj", "Ikast").ShouldBeGreaterThan(0);
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Names_are_in_the_order_of_the_Danish_alphabet()
    {
        string[] names = ["Aabenraa", "Ærø", "Vejle", "Øster", "Ålborg", "Assens", "Faxe", "Faaborg", "Fredericia"];
        names.Order(DanishText.Order).ShouldBe(
            ["Assens", "Faxe", "Fredericia", "Faaborg", "Vejle", "Ærø", "Øster", "Aabenraa", "Ålborg"]);
    }

    [Fact]
    public void Both_languages_fill_the_same_places_in_every_text()
    {
        foreach (var property in typeof(SiteTexts).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            var danish = (string)property.GetValue(SiteLanguage.Danish.Texts)!;
            var english = (string)property.GetValue(SiteLanguage.English.Texts)!;
            if (property.Name is not (nameof(SiteTexts.RootPath) or nameof(SiteTexts.DatePattern)))
            {
                danish.ShouldNotBeNullOrWhiteSpace(property.Name);
            }

            Places(english).ShouldBe(Places(danish), property.Name);
        }
        SiteLanguage.English.Texts.About.Count.ShouldBe(SiteLanguage.Danish.Texts.About.Count);
        SiteLanguage.English.Texts.Weekdays.Keys.ShouldBe(SiteLanguage.Danish.Texts.Weekdays.Keys);
        SiteLanguage.English.Texts.Months.Count.ShouldBe(12);
        SiteLanguage.Danish.Texts.Months.Count.ShouldBe(12);
    }

    private static IEnumerable<int> Places(string text) => Enumerable.Range(0, 5).Where(place => text.Contains($"{{{place}}}", StringComparison.Ordinal));
}
