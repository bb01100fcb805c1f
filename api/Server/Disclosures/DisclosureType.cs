using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// A record that personal fields of one person were sent in one response, or that a data protection officer opened the person.
/// It has only the person's reference; the person's data is visible after `openSubjectAccess`.
/// </summary>
[ObjectType<Disclosure>]
[Node]
internal static class DisclosureType
{
    /// <summary>Opaque, stable id.</summary>
    [ID<Disclosure>]
    public static Expression<Func<Disclosure, long>> Id => d => d.Id;

    /// <summary>Instant of the request, UTC.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Disclosure, DateTime>> At => d => d.At;

    /// <summary>Role of the recipient.</summary>
    public static Computed<Disclosure, Role> Role => Computed.Of((Disclosure d) => d.Role, (role, _) => RoleNames.Parse(role)!.Value);

    /// <summary>
    /// Scope of the recipient: slug of a centre or branch, code of a municipality or number of a volunteer; empty for roles
    /// without a scope.
    /// </summary>
    [Filterable]
    public static Expression<Func<Disclosure, string>> Scope => d => d.Scope;

    /// <summary>Name of the GraphQL operation; empty if it had none.</summary>
    [Filterable]
    public static Expression<Func<Disclosure, string>> Operation => d => d.Operation;

    /// <summary>Reference of the person, for example `RK-7Q4M-2XKD`.</summary>
    [Filterable]
    public static Expression<Func<Disclosure, string>> Reference => d => d.Reference;

    /// <summary>The personal fields that were sent; empty if the person was only opened.</summary>
    [Filterable]
    public static Computed<Disclosure, IReadOnlyList<SharedField>> Fields => Computed.Of(
        (Disclosure d) => d.Fields, (fields, _) => (IReadOnlyList<SharedField>)[.. fields.Each()]);

    /// <summary>Version of the person's consent at that moment; null if there was none.</summary>
    public static Computed<Disclosure, int?> ConsentVersion => Computed.Of(
        (Disclosure d) => d.ConsentVersion, (version, _) => version == 0 ? (int?)null : version);
}

/// <summary>A personal field that a recipient has received and not confirmed as deleted.</summary>
/// <param name="Role">Role of the recipient.</param>
/// <param name="Scope">Centre, municipality, branch or volunteer of the recipient; empty for roles without a scope.</param>
/// <param name="Field">The personal field.</param>
/// <param name="Since">When the recipient first received the field, or first received it again after a confirmed
/// deletion.</param>
/// <param name="ConsentVersion">Version of the person's consent at that time; null if there was none.</param>
/// <param name="DeletionRequestedAt">When the recipient was asked to delete the field; null if no deletion request is
/// open.</param>
internal sealed record Holder(
    Role Role, string Scope, SharedField Field, DateTime Since, int? ConsentVersion, DateTime? DeletionRequestedAt);
