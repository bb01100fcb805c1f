using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Activities;

/// <summary>Something that a branch or a centre does for newcomers, over a span of days.</summary>
internal sealed class Activity
{
    public long Id { get; init; }
    public required string ActivityTypeKey { get; set; }
    public ActivityType? ActivityType { get; init; }
    public required string Title { get; set; }

    /// <summary>Exactly one of branch and centre is set; only a branch's activities count as coverage.</summary>
    public long? BranchId { get; init; }
    public Branch? Branch { get; init; }
    public long? CentreId { get; init; }
    public AsylumCentre? Centre { get; init; }
    public Weekday? Weekday { get; set; }

    /// <summary>The first day.</summary>
    public DateOnly OpensOn { get; set; }

    /// <summary>The first day on which it is no longer open; null while no end is known.</summary>
    public DateOnly? ClosesOn { get; set; }

    /// <summary>Whether the activity is documented, assumed (see seed-data/README.md) or entered.</summary>
    public Origin Origin { get; set; } = Origin.Entered;

    /// <summary>The page that shows the activity, or the rule by which it was assumed.</summary>
    public string? Source { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A day of the week.</summary>
public enum Weekday
{
    /// <summary>Mandag.</summary>
    Monday = 1,

    /// <summary>Tirsdag.</summary>
    Tuesday = 2,

    /// <summary>Onsdag.</summary>
    Wednesday = 3,

    /// <summary>Torsdag.</summary>
    Thursday = 4,

    /// <summary>Fredag.</summary>
    Friday = 5,

    /// <summary>Lørdag.</summary>
    Saturday = 6,

    /// <summary>Søndag.</summary>
    Sunday = 7,
}
