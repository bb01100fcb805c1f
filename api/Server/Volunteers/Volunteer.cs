using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Somebody of a branch who meets newcomers: a person with rights too.</summary>
internal sealed class Volunteer
{
    public long Id { get; init; }
    public long BranchId { get; init; }
    public Branch? Branch { get; init; }
    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }

    /// <summary>The name as it is searched, given name first; always that of the names, stored so that databases can compare it.</summary>
    public string NameKey { get => TextKey.Of($"{GivenName} {FamilyName}"); private set => _ = value; }

    /// <summary>The name as it is ordered by, family name first.</summary>
    public string NameOrder { get => TextKey.Of($"{FamilyName} {GivenName}"); private set => _ = value; }
    public string? Phone { get; set; }
    public string? Email { get; set; }

    /// <summary>ISO 639-3 codes, parted by spaces.</summary>
    public string Languages { get; set; } = "";

    /// <summary>Keys of activity types, parted by spaces.</summary>
    public string ActivityTypes { get; set; } = "";

    /// <summary>How many open matches at most.</summary>
    public int Capacity { get; set; }

    /// <summary>Day on which the child certificate (børneattest) was issued; null if there is none.</summary>
    public DateOnly? ChildCertificateOn { get; set; }
    public int Version { get; set; } = 1;
}
