using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>
/// A notice to the centre that a consent given by a guardian ends soon, because the person turns 18 and then decides alone.
/// </summary>
internal sealed class ConsentNotice
{
    /// <summary>Number of days between the notice and the end of the consent.</summary>
    public const int DaysBefore = 60;

    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>The consent version that ends. There is at most one notice for each version.</summary>
    public int ConsentVersion { get; init; }

    /// <summary>Day on which the consent ends: the first day of the month of the 18th birthday.</summary>
    public DateOnly EndsOn { get; init; }
    public DateTime CreatedAt { get; init; }
}
