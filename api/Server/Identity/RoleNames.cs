namespace Integration.Graph.Server.Identity;

/// <summary>How roles are written in tokens and headers, and the claim that says where each one holds.</summary>
internal static class RoleNames
{
    private static readonly string[] Names =
    [
        "", "CENTRE_WORKER", "MUNICIPALITY", "BRANCH_COORDINATOR", "VOLUNTEER",
        "INTEGRATION_CONSULTANT", "DATA_PROTECTION_OFFICER", "ADMINISTRATOR",
    ];

    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    public static string InTokens(this Role role) => Names[(int)role];

    /// <summary>The claim that a token with this role needs as well; null for roles that hold nationally.</summary>
    public static string? ScopeClaim(this Role role) => role switch
    {
        Role.CentreWorker => "centre",
        Role.Municipality => "municipality",
        Role.BranchCoordinator => "branch",
        Role.Volunteer => "volunteer",
        _ => null,
    };

    /// <summary>Exactly as it is written in tokens; anything else is no role.</summary>
    public static Role? Parse(string? name)
    {
        var index = string.IsNullOrEmpty(name) ? -1 : Array.IndexOf(Names, name);
        return index > 0 ? (Role)index : null;
    }

    public static string List(IEnumerable<Role> roles) => string.Join(", ", roles.Select(InTokens));
}
