using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// One answer that carried personal fields: who got it, in which role, by which operation. Its number follows the one
/// before in the same chain, so the chain and the group that it belongs to are known from it.
/// </summary>
internal sealed class DisclosureEntry
{
    /// <summary>The chain's number, then a running number within the chain, which begins with 1.</summary>
    public long Id { get; set; }
    public DateTime At { get; init; }
    public required string Role { get; init; }

    /// <summary>The caller's centre, municipality, branch or volunteer; empty for roles without one.</summary>
    public required string Scope { get; init; }

    /// <summary>Subject of the caller's token.</summary>
    public required string Caller { get; init; }

    /// <summary>The beginning of the operation's name, as much as <see cref="OperationLength"/>; empty if it has none.</summary>
    public required string Operation { get; init; }

    /// <summary>SHA-256 of the document that the operation stands in, in hexadecimal digits.</summary>
    public required string OperationHash { get; init; }

    /// <summary>
    /// One line a person: reference, fields that left (as the number of <c>SharedFields</c>), consent version (0 for
    /// persons without one), parted by colons. <see cref="DisclosedPerson.Read"/> takes it apart. For the same list once more
    /// it is <see cref="SameAs"/>, which the view <c>disclosures</c> follows.
    /// </summary>
    public required string Persons { get; set; }

    /// <summary>
    /// Salted SHA-256 of the reason that the caller gave, in hexadecimal digits, where one has to be given; otherwise empty.
    /// The text is kept elsewhere, and can be erased there.
    /// </summary>
    public string ReasonHash { get; init; } = "";

    /// <summary>So much is kept of an operation's name; its hash tells operations apart.</summary>
    public const int OperationLength = 128;

    /// <summary>Chains have lower numbers, so that a <see cref="Disclosure"/>'s id has place for chain, entry and person.</summary>
    public const int MostChains = 1 << 17;

    private const int RunningBits = 32;

    /// <summary>The id of an entry of a chain.</summary>
    /// <param name="chain">The chain's number.</param>
    /// <param name="running">From 1.</param>
    public static long IdOf(long chain, long running) => running is > 0 and < 1L << RunningBits
        ? (chain << RunningBits) | running
        : throw new ArgumentOutOfRangeException(nameof(running), running, "A chain has at most 2³² - 1 entries.");

    /// <summary>In the place of persons: those of an earlier entry of the same chain, which names them.</summary>
    public static string SameAs(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"={id}");

    /// <summary>The chain that an entry belongs to.</summary>
    public static long ChainOf(long id) => id >> RunningBits;
}

/// <summary>One person of an entry.</summary>
/// <param name="Reference">Whose fields left.</param>
/// <param name="Fields">Which.</param>
/// <param name="ConsentVersion">Under which version; 0 if there was none.</param>
internal readonly record struct DisclosedPerson(string Reference, SharedFields Fields, int ConsentVersion)
{
    /// <summary>The persons of <see cref="DisclosureEntry.Persons"/>.</summary>
    public static IEnumerable<DisclosedPerson> Read(string persons)
    {
        foreach (var line in persons.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(':');
            var culture = System.Globalization.CultureInfo.InvariantCulture;
            yield return new DisclosedPerson(parts[0], (SharedFields)int.Parse(parts[1], culture), int.Parse(parts[2], culture));
        }
    }
}
