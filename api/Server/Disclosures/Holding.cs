using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// A personal field that a recipient has received and not confirmed as deleted. One row per recipient, person and field, written
/// when the field is first disclosed.
/// </summary>
internal sealed class Holding
{
    /// <summary>Reference of the person. It remains after an erasure.</summary>
    public required string Reference { get; init; }

    /// <summary>The recipient's role.</summary>
    public Role Role { get; init; }

    /// <summary>The recipient's centre, municipality, branch or volunteer; empty for roles without one.</summary>
    public required string Scope { get; init; }
    public SharedField Field { get; init; }

    /// <summary>Instant of the first disclosure, or of the first one after a confirmed deletion.</summary>
    public DateTime Since { get; init; }

    /// <summary>Consent version of that disclosure; 0 for persons without a consent.</summary>
    public int ConsentVersion { get; init; }

    /// <summary>When the recipient confirmed the deletion; null while the field is held.</summary>
    public DateTime? EndedAt { get; set; }
}

/// <summary>
/// A possible recipient: a role and its centre, municipality, branch or volunteer (empty for roles without one).
/// </summary>
internal sealed record Recipient(Role Role, string Scope);

/// <summary>The fields of a person that a recipient holds.</summary>
internal sealed record HeldFields(Recipient Recipient, SharedFields Fields);
