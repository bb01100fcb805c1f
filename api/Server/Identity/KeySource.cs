using Microsoft.IdentityModel.Tokens;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// The issuer's name and signing keys, as read at one time. Each reading has a version of its own.
/// </summary>
internal sealed record IssuerKeys(int Version, string Issuer, IReadOnlyCollection<SecurityKey> Keys)
{
    public bool Knows(string keyId) => Keys.Any(key => key.KeyId == keyId);
}

/// <summary>Source of the issuer's keys.</summary>
internal interface IKeySource
{
    /// <summary>Version of the latest reading. Tokens checked under another version are checked again.</summary>
    int Version { get; }

    /// <summary>Returns the keys; null if they cannot be read now.</summary>
    ValueTask<IssuerKeys?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Returns the keys after a token named an unknown one; null if they cannot be read now.</summary>
    ValueTask<IssuerKeys?> RefreshAsync(CancellationToken cancellationToken);
}
