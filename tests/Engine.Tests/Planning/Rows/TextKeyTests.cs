using Integration.Graph.Engine.Planning.Rows;

namespace Integration.Graph.Engine.Tests.Planning.Rows;

public sealed class TextKeyTests
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
    public void Text_is_stored_in_small_letters_without_accents(string text, string key) => TextKey.Of(text).ShouldBe(key);

    [Fact]
    public void Keys_are_in_the_order_of_danish_lists_byte_by_byte()
    {
        string[] inOrder = ["Abel", "abel a", "Zoë", "Æbbe", "Ølgod", "Åse"];

        inOrder.OrderBy(TextKey.Of, StringComparer.Ordinal).ShouldBe(inOrder);
    }

    [Fact]
    public void Words_stand_behind_a_space_as_they_do_in_a_key() => TextKey.Words("al-Has ÅS").ShouldBe([" al", " has", " }s"]);
}
