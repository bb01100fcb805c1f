using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// A data protection officer has opened a person's row, for a while and for a reason. The reason's text stands only here,
/// where it can be erased; the ledger holds its salted hash.
/// </summary>
internal sealed class SubjectAccess
{
    /// <summary>How long a row stays open.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(60);

    private const int SaltSize = 16;

    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>Token subject of the officer.</summary>
    public required string Officer { get; init; }

    /// <summary>Null after an erasure.</summary>
    public string? Reason { get; set; }

    /// <summary>Base64.</summary>
    public required string ReasonSalt { get; set; }
    public DateTime OpenedAt { get; init; }

    /// <summary>
    /// From this instant on the row is closed again. As long as it is the instant of opening, nothing has been opened yet:
    /// the ledger opens it, in the transaction that stores who did and why.
    /// </summary>
    public DateTime ClosesAt { get; init; }

    public static string NewSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltSize));

    /// <summary>What the ledger holds of a reason: who has text and salt can show that it was this one.</summary>
    public static string Hash(string salt, string reason) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(salt), Encoding.UTF8.GetBytes(reason)));
}
