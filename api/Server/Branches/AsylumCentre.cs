using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.Branches;

/// <summary>An asylum centre, with activities of its own.</summary>
internal sealed class AsylumCentre
{
    /// <summary>Derived from the slug, so that it is the same in every database.</summary>
    public long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public CentreOperator Operator { get; set; }
    public required string MunicipalityCode { get; set; }
    public Municipality? Municipality { get; set; }

    /// <summary>The first year in which the centre was closed; null while open or unknown.</summary>
    public int? ClosedYear { get; set; }
    public List<Activity> Activities { get; } = [];
}

/// <summary>Who runs an asylum centre.</summary>
public enum CentreOperator
{
    /// <summary>The Danish Red Cross.</summary>
    RedCross = 1,

    /// <summary>A municipality.</summary>
    Municipality = 2,

    /// <summary>The prison service.</summary>
    PrisonService = 3,

    /// <summary>Not known to the source.</summary>
    Unknown = 4,
}
