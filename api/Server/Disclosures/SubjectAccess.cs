using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// A data protection officer's access to a person, limited in time and with a reason. The text of the reason is stored only here,
/// where it can be erased. The ledger has its salted hash.
/// </summary>
internal sealed class SubjectAccess
{
    /// <summary>How long a person stays visible to the officer.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(60);

    private const int SaltSize = 16;

    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>Token subject of the officer.</summary>
    public required string Officer { get; init; }

    /// <summary>The officer's reason; null after an erasure.</summary>
    public string? Reason { get; set; }

    /// <summary>Salt of the reason's hash, in Base64.</summary>
    public required string ReasonSalt { get; set; }
    public DateTime OpenedAt { get; init; }

    /// <summary>
    /// The access ends at this instant. While it equals <see cref="OpenedAt"/>, nothing has been opened yet: the ledger opens the
    /// access in the transaction that stores who did so and why.
    /// </summary>
    public DateTime ClosesAt { get; init; }

    public static string NewSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltSize));

    /// <summary>
    /// Returns the hash that the ledger stores for a reason. With text and salt, anyone can verify that the reason is the
    /// original.
    /// </summary>
    public static string Hash(string salt, string reason) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(salt), Encoding.UTF8.GetBytes(reason)));
}
