using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// A notice to a municipality that it may see fields of a person, or that fields have new values. It holds no values. The
/// municipality queries them, under the consent in force at the time of the query.
/// </summary>
internal sealed class HandoverNotice
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>The person's reference, stored here so that reading the notice does not need the person's row.</summary>
    public required string Reference { get; init; }
    public required string MunicipalityCode { get; init; }
    public Municipality? Municipality { get; init; }

    /// <summary>The fields that the municipality may see now or that have new values.</summary>
    public SharedFields News { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public int Version { get; set; } = 1;
}
