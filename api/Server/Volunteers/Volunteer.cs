using Integration.Graph.Server.Branches;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Server.Volunteers;

/// <summary>A volunteer of a branch who meets newcomers. Volunteers have data protection rights too.</summary>
internal sealed class Volunteer
{
    public long Id { get; init; }
    public long BranchId { get; init; }
    public Branch? Branch { get; init; }
    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }

    /// <summary>
    /// Normalised name for searching, given name first. Derived from the names; stored so that the database can compare it.
    /// </summary>
    public string NameKey { get => DanishText.SearchKey($"{GivenName} {FamilyName}"); private set => _ = value; }

    /// <summary>Normalised name for sorting, family name first.</summary>
    public string NameOrder { get => DanishText.SortKey($"{FamilyName} {GivenName}"); private set => _ = value; }
    public string? Phone { get; set; }
    public string? Email { get; set; }

    /// <summary>ISO 639-3 codes, separated by spaces.</summary>
    public string Languages { get; set; } = "";

    /// <summary>Keys of activity types, separated by spaces.</summary>
    public string ActivityTypes { get; set; } = "";

    /// <summary>Highest number of open matches that the volunteer takes at once.</summary>
    public int Capacity { get; set; }

    /// <summary>Day on which the child certificate (børneattest) was issued; null if there is none.</summary>
    public DateOnly? ChildCertificateOn { get; set; }
    public int Version { get; set; } = 1;
}
