using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Rights;

/// <summary>A value of a person's record from before a correction or change. Deleted together with the person.</summary>
internal sealed class FormerValue
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>Name of the changed property of <see cref="Refugees.Refugee"/>.</summary>
    public required string Field { get; init; }

    /// <summary>The value before the change, as text.</summary>
    public required string Value { get; init; }
    public DateTime ChangedAt { get; init; }
    public Role ChangedIn { get; init; }

    /// <summary>Token subject of the user who changed the value.</summary>
    public required string ChangedBy { get; init; }
}
