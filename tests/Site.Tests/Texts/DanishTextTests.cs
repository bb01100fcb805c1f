using System.Globalization;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Tests.Texts;

public sealed class DanishTextTests
{
    [Theory]
    [InlineData("Amal Al-Hassan", " amal al hassan")]
    [InlineData("  O'Neil,  Seán ", " o neil sean")]
    [InlineData("Müller Weiß", " muller weiss")]
    [InlineData("ÆØÅ æøå", " {|} {|}")]
    [InlineData("Ä Ö", " { |")]
    [InlineData("Åse", " }se")]
    [InlineData("A\u030Ase", " }se")]
    [InlineData("Aase", " aase")]
    [InlineData("Łukasz Đorđe Ísafjörður", " lukasz dorde isafj|rdur")]
    [InlineData("Ｆｕｌｌ ﬁ", " full fi")]
    [InlineData("Шевченко", " шевченко")]
    [InlineData("مُحَمَّد", " محمد")]
    [InlineData("{|} %_\\", "")]
    [InlineData("", "")]
    public void The_search_form_has_lower_case_letters_without_accents(string text, string key) => DanishText.SearchKey(text).ShouldBe(key);

    [Fact]
    public void Sort_forms_are_in_Danish_order_byte_by_byte()
    {
        string[] inOrder = ["Abel", "abel a", "Zoë", "Æbbe", "Ølgod", "Aabenraa", "Åse"];

        inOrder.OrderBy(DanishText.SortKey, StringComparer.Ordinal).ShouldBe(inOrder);
        inOrder.Order(DanishText.Order).ShouldBe(inOrder);
    }

    /// <summary>The expected order is that of the Unicode CLDR's collation for Danish, which the runtime gets from ICU.</summary>
    [Fact]
    public void Places_are_in_the_order_of_Unicodes_Danish_collation()
    {
        var data = SeedData.Read(SeedSource.Default);
        string[] names = [.. data.Municipalities.Entities.Select(x => x.Name).Concat(data.Branches.Entities.Select(x => x.Name)).Distinct()];
        names.Count(name => name.Contains("aa", StringComparison.OrdinalIgnoreCase)).ShouldBeGreaterThan(5);

        names.Order(DanishText.Order).ShouldBe(names.Order(StringComparer.Create(CultureInfo.GetCultureInfo("da-DK"), CompareOptions.IgnoreCase)));
    }
}
