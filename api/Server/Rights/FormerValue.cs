using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Rights;

/// <summary>What was recorded of a person before it was corrected or changed. Goes with the person.</summary>
internal sealed class FormerValue
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>Name of the property of <see cref="Refugees.Refugee"/>.</summary>
    public required string Field { get; init; }

    /// <summary>As it was.</summary>
    public required string Value { get; init; }
    public DateTime ChangedAt { get; init; }
    public Role ChangedIn { get; init; }

    /// <summary>Token subject of whoever changed it.</summary>
    public required string ChangedBy { get; init; }
}
