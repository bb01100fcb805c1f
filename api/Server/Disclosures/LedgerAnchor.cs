using System.Globalization;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The end of a chain, as recorded by a later chain or outside the database.</summary>
/// <param name="Chain">Number of the chain.</param>
/// <param name="Number">Number of the chain's last group at that time.</param>
/// <param name="Hash">Hash of that group in hexadecimal digits; empty if it is not known.</param>
internal sealed record ChainEnd(long Chain, long Number, string Hash);

/// <summary>
/// The anchor of a chain: the ends of all chains that no later chain has recorded yet. Every chain but the newest is recorded in
/// a later one, so a removed end is detected.
/// </summary>
internal static class LedgerAnchor
{
    /// <summary>Returns the anchor of a chain that starts now.</summary>
    public static string Make(GraphContext db)
    {
        var chains = db.DisclosureGroups.Where(x => x.Number == 1)
            .Select(x => new { x.ChainId, x.Anchor, Last = db.DisclosureGroups.Where(g => g.ChainId == x.ChainId).Max(g => g.Number) })
            .ToList();
        var held = chains.SelectMany(x => Read(x.Anchor ?? "")).Select(x => (x.Chain, x.Number)).ToHashSet();
        return string.Concat(chains
            .Where(x => !held.Contains((x.ChainId, x.Last)))
            .OrderBy(x => x.ChainId)
            .Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.ChainId}:{x.Last}:{HashOf(db, x.ChainId, x.Last)}\n")));
    }

    /// <summary>Parses the ends in an anchor.</summary>
    /// <exception cref="FormatException">The text is not an anchor.</exception>
    public static IEnumerable<ChainEnd> Read(string anchor) => anchor.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':') is [var chain, var number, var hash]
            ? new ChainEnd(long.Parse(chain, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture), hash)
            : throw new FormatException("The text is not an anchor."));

    /// <summary>
    /// Parses an end recorded outside the database: <c>CHAIN:GROUP:HASH</c> from the log, or <c>CHAIN:GROUP</c> from the
    /// metric.
    /// </summary>
    /// <exception cref="FormatException">The text has neither form.</exception>
    public static ChainEnd ReadExpected(string end) => end.Trim().TrimEnd('.').Split(':') is [var chain, var number, ..] parts && parts.Length <= 3
        && long.TryParse(chain, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && (parts.Length == 2 || (parts[2].Length == 64 && parts[2].All(char.IsAsciiHexDigit)))
            ? new ChainEnd(id, last, parts.Length == 3 ? parts[2] : "")
            : throw new FormatException("The text is not the end of a chain.");

    private static string HashOf(GraphContext db, long chain, long number) =>
        Convert.ToHexStringLower(db.DisclosureGroups.Where(x => x.ChainId == chain && x.Number == number).Select(x => x.Hash).Single());
}
