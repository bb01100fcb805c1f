using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.Branches;

/// <summary>A local branch of the Danish Red Cross.</summary>
internal sealed class Branch
{
    /// <summary>Derived from the slug, so that it is the same in every database.</summary>
    public long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; set; }

    /// <summary>The name as it is searched and ordered by; always that of the name, stored so that databases can compare it.</summary>
    public string NameKey { get => TextKey.Of(Name); private set => _ = value; }
    public required string MunicipalityCode { get; set; }
    public Municipality? Municipality { get; set; }
    public required string Town { get; set; }
    public required string PostalCode { get; set; }

    /// <summary>Degrees, WGS84.</summary>
    public double Latitude { get; set; }
    public double Longitude { get; set; }

    /// <summary>How many open referrals the branch can take at once.</summary>
    public int Capacity { get; set; }

    /// <summary>Whether the branch is documented, assumed (see seed-data/README.md) or entered.</summary>
    public Origin Origin { get; set; } = Origin.Entered;

    /// <summary>The page that names the branch, or the rule by which it was assumed.</summary>
    public string? Source { get; set; }
    public List<Activity> Activities { get; } = [];
}
