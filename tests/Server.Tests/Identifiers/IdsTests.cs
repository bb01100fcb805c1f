using Integration.Graph.Server.Identifiers;

namespace Integration.Graph.Server.Tests.Identifiers;

public class IdsTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void The_reference_of_the_design_is_one() => Ids.IsReference("RK-7Q4M-2XKD").ShouldBeTrue();

    [Fact]
    public void New_references_have_the_form_and_the_check_character()
    {
        for (var i = 0; i < 1000; i++)
        {
            var reference = Ids.NewReference();
            reference.ShouldMatch("^RK-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$");
            Ids.IsReference(reference).ShouldBeTrue(reference);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RK-7Q4M-2XK")]
    [InlineData("RK-7Q4M-2XKDD")]
    [InlineData("RK 7Q4M-2XKD")]
    [InlineData("RK-7Q4M52XKD")]
    [InlineData("rk-7q4m-2xkd")]
    [InlineData("RK-7Q4M-2XKO")]
    public void Other_texts_are_none(string? text) => Ids.IsReference(text).ShouldBeFalse();

    [Fact]
    public void Every_wrong_character_is_found()
    {
        var reference = Ids.NewReference();
        foreach (var place in Places)
        {
            foreach (var other in Alphabet.Where(x => x != reference[place]))
            {
                Ids.IsReference(With(reference, (place, other))).ShouldBeFalse($"{other} at {place} of {reference}");
            }
        }
    }

    [Fact]
    public void Every_swap_of_neighbours_is_found()
    {
        for (var i = 0; i < 200; i++)
        {
            var reference = Ids.NewReference();
            foreach (var (left, right) in Places.Zip(Places.Skip(1)))
            {
                if (reference[left] != reference[right])
                {
                    Ids.IsReference(With(reference, (left, reference[right]), (right, reference[left]))).ShouldBeFalse(reference);
                }
            }
        }
    }

    [Fact]
    public void New_ids_are_positive_and_do_not_repeat()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => Ids.New()).ToList();
        ids.ShouldAllBe(x => x > 0);
        ids.Distinct().Count().ShouldBe(ids.Count);
    }

    [Fact]
    public void A_stable_id_is_the_beginning_of_the_hash()
    {
        // SHA-256 of "abc" starts with ba7816bf8f01cfea; the first bit is dropped.
        Ids.Stable("abc").ShouldBe(0x3a7816bf8f01cfea);
        Ids.OfBranch("odense").ShouldBe(Ids.Stable("branch:odense"));
        Ids.OfBranch("odense").ShouldNotBe(Ids.OfCentre("odense"));
    }

    private static readonly int[] Places = [3, 4, 5, 6, 8, 9, 10, 11];

    private static string With(string text, params (int Place, char Letter)[] changes)
    {
        var letters = text.ToCharArray();
        foreach (var (place, letter) in changes)
        {
            letters[place] = letter;
        }

        return new string(letters);
    }
}
