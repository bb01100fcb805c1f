using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Server.Branches;

/// <summary>A local branch of the Danish Red Cross.</summary>
internal sealed class Branch
{
    /// <summary>Derived from the slug, so that the id is the same in every database.</summary>
    public long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; set; }

    /// <summary>
    /// Normalised name for searching. Derived from the name; stored so that the database can compare it.
    /// </summary>
    public string NameKey { get => DanishText.SearchKey(Name); private set => _ = value; }

    /// <summary>Normalised name for sorting.</summary>
    public string NameOrder { get => DanishText.SortKey(Name); private set => _ = value; }
    public required string MunicipalityCode { get; set; }
    public Municipality? Municipality { get; set; }
    public required string Town { get; set; }
    public required string PostalCode { get; set; }

    /// <summary>Position in degrees, WGS84.</summary>
    public double Latitude { get; set; }
    public double Longitude { get; set; }

    /// <summary>Highest number of open referrals that the branch takes at once.</summary>
    public int Capacity { get; set; }

    /// <summary>Whether the branch is documented, assumed (see seed-data/README.md) or entered.</summary>
    public Origin Origin { get; set; } = Origin.Entered;

    /// <summary>
    /// Address of the public page that names the branch, or the rule by which it was assumed; null if it was entered.
    /// </summary>
    public string? Source { get; set; }
    public List<Activity> Activities { get; } = [];
}
