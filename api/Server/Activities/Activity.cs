using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Activities;

/// <summary>An activity for newcomers, run by a branch or an asylum centre over a span of days.</summary>
internal sealed class Activity
{
    public long Id { get; init; }
    public required string ActivityTypeKey { get; set; }
    public ActivityType? ActivityType { get; init; }
    public required string Title { get; set; }

    /// <summary>Exactly one of branch and centre is set. Only a branch's activities count as coverage.</summary>
    public long? BranchId { get; init; }
    public Branch? Branch { get; init; }
    public long? CentreId { get; init; }
    public AsylumCentre? Centre { get; init; }
    public Weekday? Weekday { get; set; }

    /// <summary>First day on which the activity is open.</summary>
    public DateOnly OpensOn { get; set; }

    /// <summary>First day on which the activity is no longer open; null if no end is known.</summary>
    public DateOnly? ClosesOn { get; set; }

    /// <summary>Whether the activity is documented, assumed (see seed-data/README.md) or entered.</summary>
    public Origin Origin { get; set; } = Origin.Entered;

    /// <summary>
    /// Address of the public page that shows the activity, or the rule by which it was assumed; null if it was entered.
    /// </summary>
    public string? Source { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A day of the week.</summary>
public enum Weekday
{
    /// <summary>In Danish: mandag.</summary>
    Monday = 1,

    /// <summary>In Danish: tirsdag.</summary>
    Tuesday = 2,

    /// <summary>In Danish: onsdag.</summary>
    Wednesday = 3,

    /// <summary>In Danish: torsdag.</summary>
    Thursday = 4,

    /// <summary>In Danish: fredag.</summary>
    Friday = 5,

    /// <summary>In Danish: lørdag.</summary>
    Saturday = 6,

    /// <summary>In Danish: søndag.</summary>
    Sunday = 7,
}
