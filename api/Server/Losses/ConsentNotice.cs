using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Losses;

/// <summary>
/// Tells the centre that a consent given by a guardian ends soon, because the person comes of age and then decides alone.
/// </summary>
internal sealed class ConsentNotice
{
    /// <summary>Days between the notice and the end of the consent.</summary>
    public const int DaysBefore = 60;

    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>The version that ends; one notice for each.</summary>
    public int ConsentVersion { get; init; }

    /// <summary>The first day of the month of the 18th birthday, on which the consent ends.</summary>
    public DateOnly EndsOn { get; init; }
    public DateTime CreatedAt { get; init; }
}
