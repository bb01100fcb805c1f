using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Sharing;

/// <summary>Who asks, as the server has understood it.</summary>
/// <param name="Role">The acting role; null without a token.</param>
/// <param name="Scope">The centre, municipality, branch or volunteer of the token; null for roles without one.</param>
/// <param name="ScopeName">What the scope is called; null where it has no public name.</param>
/// <param name="IsDemonstration">Whether the server shows a demonstration world, in which every person is invented. A front end says so on every screen.</param>
/// <param name="HasAssumptions">Whether branches or activities are assumptions; see `Branch.origin` and `Activity.origin`.</param>
internal sealed record Viewer(Role? Role, string? Scope, string? ScopeName, bool IsDemonstration, bool HasAssumptions);

/// <summary>A field that the caller's role has, and on which condition.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Field">The field's name.</param>
/// <param name="Access">How the role comes by it.</param>
/// <param name="Condition">The same in words.</param>
internal sealed record TypePermission(string Type, string Field, Access Access, string Condition);

[QueryType]
internal static class ViewerQueries
{
    /// <summary>Who asks.</summary>
    public static Viewer GetViewer(Caller caller, GraphContext db, ReferenceData reference, DataNotice notice) => new(
        caller.Role,
        caller.Scope.Length == 0 ? null : caller.Scope,
        caller.Role switch
        {
            Role.Municipality => reference.Municipality(caller.Scope)?.Name,
            Role.CentreWorker => db.AsylumCentres.Where(c => c.Id == caller.ScopeId).Select(c => c.Name).SingleOrDefault(),
            Role.BranchCoordinator => db.Branches.Where(b => b.Id == caller.ScopeId).Select(b => b.Name).SingleOrDefault(),
            _ => null,
        },
        notice.IsDemonstration,
        notice.HasAssumptions);

    /// <summary>What the caller's role may see and do, as the server decides it.</summary>
    [ListSize(30)]
    public static IReadOnlyList<TypePermission> GetPermissions(Caller caller) =>
    [
        .. from field in SharingTable.All
           let access = SharingTable.Of(caller.Role, field.Type, field.Field)
           where access is not null
           select new TypePermission(field.Type, field.Field, access.Value, access == Access.Consent
               ? $"If the person's consent in force grants {SharingTable.Shared[field.Field].ToString().ToUpperInvariant()} to {NamesOf(caller)}."
               : "Whenever the row is visible."),
    ];

    private static string NamesOf(Caller caller) => SharingTable.ClassOf(caller.Role!.Value) == Consents.RecipientClass.Municipality ? "MUNICIPALITY" : "VOLUNTEERS";
}
