using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.Branches;

/// <summary>An asylum centre, with activities of its own.</summary>
internal sealed class AsylumCentre
{
    /// <summary>Derived from the slug, so that the id is the same in every database.</summary>
    public long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public CentreOperator Operator { get; set; }
    public required string MunicipalityCode { get; set; }
    public Municipality? Municipality { get; set; }

    /// <summary>First year in which the centre is closed; null while it is open or the year is unknown.</summary>
    public int? ClosedYear { get; set; }
    public List<Activity> Activities { get; } = [];
}

/// <summary>Operator of an asylum centre.</summary>
public enum CentreOperator
{
    /// <summary>The Danish Red Cross.</summary>
    RedCross = 1,

    /// <summary>A municipality.</summary>
    Municipality = 2,

    /// <summary>The Danish Prison and Probation Service.</summary>
    PrisonService = 3,

    /// <summary>Unknown: the source does not name the operator.</summary>
    Unknown = 4,
}
