using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// Tells a municipality that it may read a person's fields, or that there are new values. Carries no values: those
/// are queried live, under the consent in force at that moment.
/// </summary>
internal sealed class HandoverNotice
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>The person's reference, repeated so that the notice stands without the person's row.</summary>
    public required string Reference { get; init; }
    public required string MunicipalityCode { get; init; }
    public Municipality? Municipality { get; init; }

    /// <summary>The fields that the municipality has gained or that have new values.</summary>
    public SharedFields News { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public int Version { get; set; } = 1;
}
