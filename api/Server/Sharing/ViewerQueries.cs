using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Sharing;

/// <summary>The caller, as the server identified it from the request.</summary>
/// <param name="Role">The acting role; null without a token.</param>
/// <param name="Scope">Centre, municipality, branch or volunteer in the token; null for roles without a scope.</param>
/// <param name="ScopeName">Display name of the scope; null if it has no public name.</param>
/// <param name="IsDemonstration">Whether the server contains demonstration data, in which every person is invented. Front
/// ends show this on every screen.</param>
/// <param name="HasAssumptions">Whether some branches or activities are assumptions rather than confirmed facts; see
/// `Branch.origin` and `Activity.origin`.</param>
internal sealed record Viewer(Role? Role, string? Scope, string? ScopeName, bool IsDemonstration, bool HasAssumptions);

/// <summary>A field that the caller's role has, and the condition for getting its value.</summary>
/// <param name="Type">Name of the type.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Access">Whether the value is always returned or depends on the person's consent.</param>
/// <param name="Condition">The condition as an English sentence.</param>
internal sealed record TypePermission(string Type, string Field, Access Access, string Condition);

[QueryType]
internal static class ViewerQueries
{
    /// <summary>The caller: acting role and scope.</summary>
    public static Viewer GetViewer(Caller caller, GraphContext db, ReferenceTables reference, DataNotice notice) => new(
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

    /// <summary>Everything that the caller's role may read or do: one entry for each field of its schema.</summary>
    [ListSize(30)]
    public static IReadOnlyList<TypePermission> GetPermissions(Caller caller) =>
    [
        .. from field in SharingTable.All
           let access = SharingTable.Of(caller.Role, field.Type, field.Field)
           where access is not null
           select new TypePermission(field.Type, field.Field, access.Value, access == Access.Consent
               ? $"If the person's consent in force grants {SharingTable.Shared[field.Field].SchemaName()} to {NamesOf(caller)}."
               : "Whenever the row is visible."),
    ];

    private static string NamesOf(Caller caller) => SharingTable.ClassOf(caller.Role!.Value) == Consents.RecipientClass.Municipality ? "MUNICIPALITY" : "VOLUNTEERS";
}
