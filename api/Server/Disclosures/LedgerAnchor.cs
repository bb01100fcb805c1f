using System.Globalization;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The end of a chain, as a later chain has written it down.</summary>
/// <param name="Chain">Which chain.</param>
/// <param name="Number">Of its last group then.</param>
/// <param name="Hash">Of that group, in hexadecimal digits; empty if it is not known.</param>
internal sealed record ChainEnd(long Chain, long Number, string Hash);

/// <summary>
/// Where a chain comes from: the ends of all chains that no later one has written down yet. So every chain but the
/// newest is held by a later one, and what is cut off is missed.
/// </summary>
internal static class LedgerAnchor
{
    /// <summary>The anchor of a chain that begins now.</summary>
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

    /// <summary>The ends that an anchor names.</summary>
    /// <exception cref="FormatException">It is not an anchor.</exception>
    public static IEnumerable<ChainEnd> Read(string anchor) => anchor.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':') is [var chain, var number, var hash]
            ? new ChainEnd(long.Parse(chain, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture), hash)
            : throw new FormatException("This is no anchor."));

    /// <summary>An end that is known from outside of the database: <c>CHAIN:GROUP:HASH</c> as the log says it, or <c>CHAIN:GROUP</c> as the metric does.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ChainEnd ReadExpected(string end) => end.Trim().TrimEnd('.').Split(':') is [var chain, var number, ..] parts && parts.Length <= 3
        && long.TryParse(chain, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && (parts.Length == 2 || (parts[2].Length == 64 && parts[2].All(char.IsAsciiHexDigit)))
            ? new ChainEnd(id, last, parts.Length == 3 ? parts[2] : "")
            : throw new FormatException("This is no end of a chain.");

    private static string HashOf(GraphContext db, long chain, long number) =>
        Convert.ToHexStringLower(db.DisclosureGroups.Where(x => x.ChainId == chain && x.Number == number).Select(x => x.Hash).Single());
}
