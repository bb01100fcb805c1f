using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// What a recipient class receives, by schema names. Derived from <see cref="SharingTable"/>, so that no
/// page lists less than is shared.
/// </summary>
internal static class SharedWith
{
    // `id` belongs to the service and not to the person; `withheld` only says why other fields are null.
    private static readonly string[] NotAboutThePerson = ["id", "withheld"];

    private static readonly string[] NameParts = ["given", "family"];
    private static readonly string[] AddressParts = ["street", "postalCode", "town"];
    private static readonly string[] CaseworkerParts = ["name", "phone", "email"];

    public static IReadOnlyList<SharedField> Fields { get; } = Enum.GetValues<SharedField>();

    public static IReadOnlyList<RecipientClass> Recipients { get; } = Enum.GetValues<RecipientClass>();

    /// <summary>Returns the parts of a field's value; empty if it has none.</summary>
    public static IReadOnlyList<string> PartsOf(SharedField field) => field switch
    {
        SharedField.Name => NameParts,
        SharedField.Address => AddressParts,
        SharedField.Caseworker => CaseworkerParts,
        _ => [],
    };

    /// <summary>Returns the fields of a person that a class sees as soon as it is granted any field.</summary>
    public static IEnumerable<string> AlwaysFor(RecipientClass recipient) => SharingTable.All
        .Where(x => x.Type == nameof(Refugee) && !NotAboutThePerson.Contains(x.Field))
        .Select(x => x.Field)
        .Where(field => RoleNames.All.Any(role => SharingTable.ClassOf(role) == recipient && SharingTable.Of(role, nameof(Refugee), field) == Access.Always));
}
