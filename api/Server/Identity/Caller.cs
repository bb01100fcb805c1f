namespace Integration.Graph.Server.Identity;

/// <summary>Role of a caller. A request acts in exactly one role; without a token it has none.</summary>
public enum Role
{
    /// <summary>Works at an asylum centre: registers persons, holds interviews and records consents.</summary>
    CentreWorker = 1,

    /// <summary>Caseworkers of a municipality, or the municipality's own system.</summary>
    Municipality = 2,

    /// <summary>Receives referrals for a Red Cross branch and matches volunteers.</summary>
    BranchCoordinator = 3,

    /// <summary>Meets the person that he or she is matched with.</summary>
    Volunteer = 4,

    /// <summary>Follows nationally where newcomers wait, and decides activations of branches. Sees no names.</summary>
    IntegrationConsultant = 5,

    /// <summary>Answers access requests, follows disclosures and erases persons.</summary>
    DataProtectionOfficer = 6,

    /// <summary>Maintains reference data. Sees no persons.</summary>
    Administrator = 7,
}

/// <summary>The caller of a request, determined once from the token and the <c>Acting-Role</c> header.</summary>
/// <param name="Role">The acting role; null without a token.</param>
/// <param name="Scope">
/// Slug of the centre, code of the municipality, slug of the branch or number of the volunteer; empty for roles
/// without a scope.
/// </param>
/// <param name="ScopeId">Database id of the centre, branch or volunteer; 0 if the scope has none.</param>
/// <param name="Subject">Subject of the token; empty without a token.</param>
/// <param name="ExpiresAt">When the token expires; null without a token.</param>
internal sealed record Caller(Role? Role, string Scope, long ScopeId, string Subject, DateTimeOffset? ExpiresAt)
{
    /// <summary>A caller without a token.</summary>
    public static Caller Anonymous { get; } = new(null, "", 0, "", null);

    /// <summary>Name of the caller's schema view.</summary>
    public string View => Role?.InTokens() ?? "";

    /// <summary>Key that cursors are bound to. Callers with different keys cannot use each other's cursors.</summary>
    public string CursorKey => Scope.Length > 0 ? $"{Role}:{Scope}" : $"{Role}:{Subject}";
}
