namespace Integration.Graph.Server.Secrets;

/// <summary>
/// Element of ASP.NET Core Data Protection's key ring: a key, encrypted with the key outside the database, or a revocation.
/// </summary>
internal sealed class DataProtectionKey
{
    /// <summary>Name that Data Protection assigns: <c>key-</c> or <c>revocation-</c> and an id.</summary>
    public required string Name { get; init; }

    /// <summary>The element as XML.</summary>
    public required string Xml { get; init; }
}
