using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Identity;

/// <summary>Names of roles in tokens and headers, and the claims of their scopes.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    // By the number of the role, which begins at 1.
    private static readonly string[] Names = ["", .. All.Select(x => x.SchemaName())];

    public static string InTokens(this Role role) => Names[(int)role];

    /// <summary>Returns the scope claim that a token with this role needs; null for national roles.</summary>
    public static string? ScopeClaim(this Role role) => role switch
    {
        Role.CentreWorker => "centre",
        Role.Municipality => "municipality",
        Role.BranchCoordinator => "branch",
        Role.Volunteer => "volunteer",
        _ => null,
    };

    /// <summary>Parses a role name; null if it is not exactly as in tokens.</summary>
    public static Role? Parse(string? name)
    {
        var index = string.IsNullOrEmpty(name) ? -1 : Array.IndexOf(Names, name);
        return index > 0 ? (Role)index : null;
    }

    public static string List(IEnumerable<Role> roles) => string.Join(", ", roles.Select(InTokens));
}
