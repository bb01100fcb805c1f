namespace Integration.Graph.Server.Secrets;

/// <summary>
/// An element of ASP.NET Core Data Protection's key ring: a key, encrypted with the key outside of the database, or a
/// revocation.
/// </summary>
internal sealed class DataProtectionKey
{
    /// <summary>The name that Data Protection gives: <c>key-</c> or <c>revocation-</c> and an id.</summary>
    public required string Name { get; init; }

    /// <summary>The element.</summary>
    public required string Xml { get; init; }
}
