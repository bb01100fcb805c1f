using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>What a recipient class gets, in the names of the schema: made of the table that decides, so that no page promises less.</summary>
internal static class SharedWith
{
    // Numbers of the service and not of the person, and what says why something is not there.
    private static readonly string[] NotAboutThePerson = ["id", "withheld"];

    private static readonly string[] NameParts = ["given", "family"];
    private static readonly string[] AddressParts = ["street", "postalCode", "town"];
    private static readonly string[] CaseworkerParts = ["name", "phone", "email"];

    public static IReadOnlyList<SharedField> Fields { get; } = Enum.GetValues<SharedField>();

    public static IReadOnlyList<RecipientClass> Recipients { get; } = Enum.GetValues<RecipientClass>();

    /// <summary>What comes with a field: the parts of its value.</summary>
    public static IReadOnlyList<string> PartsOf(SharedField field) => field switch
    {
        SharedField.Name => NameParts,
        SharedField.Address => AddressParts,
        SharedField.Caseworker => CaseworkerParts,
        _ => [],
    };

    /// <summary>What a class sees of a person as soon as it is granted anything at all.</summary>
    public static IEnumerable<string> AlwaysFor(RecipientClass recipient) => SharingTable.All
        .Where(x => x.Type == nameof(Refugee) && !NotAboutThePerson.Contains(x.Field))
        .Select(x => x.Field)
        .Where(field => RoleNames.All.Any(role => SharingTable.ClassOf(role) == recipient && SharingTable.Of(role, nameof(Refugee), field) == Access.Always));

    /// <summary>As the enum is written in the schema and in the texts.</summary>
    public static string Name(this Enum value) =>
        string.Concat(value.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
