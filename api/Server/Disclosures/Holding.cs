using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// A recipient has received a personal field of a person, and has not confirmed that it is deleted. One row for
/// recipient, person and field, written when the field leaves for the first time.
/// </summary>
internal sealed class Holding
{
    /// <summary>The person; a reference outlives an erasure.</summary>
    public required string Reference { get; init; }

    /// <summary>The recipient's role.</summary>
    public Role Role { get; init; }

    /// <summary>The recipient's centre, municipality, branch or volunteer; empty for roles without one.</summary>
    public required string Scope { get; init; }
    public SharedField Field { get; init; }

    /// <summary>When it left first; first again, if it had been deleted meanwhile.</summary>
    public DateTime Since { get; init; }

    /// <summary>Under which version of the consent it left then; 0 for persons without one.</summary>
    public int ConsentVersion { get; init; }

    /// <summary>When the recipient confirmed its deletion; null as long as it is held.</summary>
    public DateTime? EndedAt { get; set; }
}

/// <summary>Who may have received something: a role, and for which centre, municipality, branch or volunteer.</summary>
internal sealed record Recipient(Role Role, string Scope);

/// <summary>What a recipient holds of a person.</summary>
internal sealed record HeldFields(Recipient Recipient, SharedFields Fields);
