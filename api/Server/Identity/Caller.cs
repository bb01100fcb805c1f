namespace Integration.Graph.Server.Identity;

/// <summary>What a caller acts as. One request acts in one role; without a token there is none.</summary>
public enum Role
{
    /// <summary>Works at an asylum centre.</summary>
    CentreWorker = 1,

    /// <summary>A municipality's caseworkers, or its own system.</summary>
    Municipality = 2,

    /// <summary>Receives newcomers for a Red Cross branch.</summary>
    BranchCoordinator = 3,

    /// <summary>Meets newcomers.</summary>
    Volunteer = 4,

    /// <summary>Sees nationally where newcomers wait; needs no names.</summary>
    IntegrationConsultant = 5,

    /// <summary>Answers access requests, follows every disclosure, erases.</summary>
    DataProtectionOfficer = 6,

    /// <summary>Keeps reference data; sees no person.</summary>
    Administrator = 7,
}

/// <summary>Who asks: settled once for a request, from the token and the <c>Acting-Role</c> header.</summary>
/// <param name="Role">The acting role; null without a token.</param>
/// <param name="Scope">
/// Slug of the centre, code of the municipality, slug of the branch or number of the volunteer; empty for roles
/// without a scope.
/// </param>
/// <param name="ScopeId">The centre's, branch's or volunteer's id in the database; 0 where the scope has none.</param>
/// <param name="Subject">The token's subject; empty without a token.</param>
/// <param name="ExpiresAt">When the token ends; null without a token.</param>
internal sealed record Caller(Role? Role, string Scope, long ScopeId, string Subject, DateTimeOffset? ExpiresAt)
{
    /// <summary>Somebody without a token.</summary>
    public static Caller Anonymous { get; } = new(null, "", 0, "", null);

    /// <summary>The name of the schema's view that the caller has.</summary>
    public string View => Role?.InTokens() ?? "";

    /// <summary>Tells callers apart who must not use each other's cursors.</summary>
    public string CursorKey => Scope.Length > 0 ? $"{Role}:{Scope}" : $"{Role}:{Subject}";
}
