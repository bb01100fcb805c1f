using Microsoft.IdentityModel.Tokens;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Who the issuer is and with which keys it signs, as of one reading, whose version differs from that of every other.
/// </summary>
internal sealed record IssuerKeys(int Version, string Issuer, IReadOnlyCollection<SecurityKey> Keys)
{
    public bool Knows(string keyId) => Keys.Any(key => key.KeyId == keyId);
}

/// <summary>Where the keys of the issuer come from.</summary>
internal interface IKeySource
{
    /// <summary>Version of the newest reading; what was judged under another one is judged again.</summary>
    int Version { get; }

    /// <summary>The keys; null if they cannot be had now.</summary>
    ValueTask<IssuerKeys?> GetAsync(CancellationToken cancellationToken);

    /// <summary>The keys after a token named one that is not known; null if they cannot be had now.</summary>
    ValueTask<IssuerKeys?> RefreshAsync(CancellationToken cancellationToken);
}
