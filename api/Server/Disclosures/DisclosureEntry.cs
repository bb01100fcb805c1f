using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// One response that contained personal fields: its recipient, the acting role and the operation. The id follows the previous
/// one of the same chain, so it identifies the entry's chain and group.
/// </summary>
internal sealed class DisclosureEntry
{
    /// <summary>The chain's number, followed by a running number within the chain that starts at 1.</summary>
    public long Id { get; set; }
    public DateTime At { get; init; }
    public required string Role { get; init; }

    /// <summary>The caller's centre, municipality, branch or volunteer; empty for roles without one.</summary>
    public required string Scope { get; init; }

    /// <summary>Subject of the caller's token.</summary>
    public required string Caller { get; init; }

    /// <summary>First <see cref="OperationLength"/> characters of the operation's name; empty if it has none.</summary>
    public required string Operation { get; init; }

    /// <summary>SHA-256 of the GraphQL document, in hexadecimal digits.</summary>
    public required string OperationHash { get; init; }

    /// <summary>
    /// One line per person: reference, disclosed fields (as the number of <c>SharedFields</c>) and consent version (0 for
    /// persons without one), separated by colons. <see cref="DisclosedPerson.Read"/> parses it. If an earlier entry has the same
    /// list, the value is <see cref="SameAs"/> instead; the view <c>disclosures</c> resolves it.
    /// </summary>
    public required string Persons { get; set; }

    /// <summary>
    /// Salted SHA-256 of the caller's reason, in hexadecimal digits; empty for operations that need no reason.
    /// The text is stored elsewhere and can be erased there.
    /// </summary>
    public string ReasonHash { get; init; } = "";

    /// <summary>Number of characters kept of an operation's name. The document's hash tells operations apart.</summary>
    public const int OperationLength = 128;

    /// <summary>
    /// Upper bound of chain numbers, so that the id of a <see cref="Disclosure"/> has room for chain, entry and person.
    /// </summary>
    public const int MostChains = 1 << 17;

    private const int RunningBits = 32;

    /// <summary>Returns the id of an entry of a chain.</summary>
    /// <param name="chain">Number of the chain.</param>
    /// <param name="running">Number of the entry within the chain, from 1.</param>
    public static long IdOf(long chain, long running) => running is > 0 and < 1L << RunningBits
        ? (chain << RunningBits) | running
        : throw new ArgumentOutOfRangeException(nameof(running), running, "A chain has at most 2³² - 1 entries.");

    /// <summary>
    /// Returns the text that replaces the persons: a pointer to an earlier entry of the same chain with the same persons.
    /// </summary>
    public static string SameAs(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"={id}");

    /// <summary>Returns the number of the chain that an entry belongs to.</summary>
    public static long ChainOf(long id) => id >> RunningBits;
}

/// <summary>One person of an entry.</summary>
/// <param name="Reference">Reference of the person.</param>
/// <param name="Fields">The disclosed fields.</param>
/// <param name="ConsentVersion">Consent version at that time; 0 if there was none.</param>
internal readonly record struct DisclosedPerson(string Reference, SharedFields Fields, int ConsentVersion)
{
    /// <summary>Parses the text of <see cref="DisclosureEntry.Persons"/>.</summary>
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
