using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>The talk at which everyone is asked whether they want contact; a no is recorded as well as a yes.</summary>
internal sealed class HandoverInterview
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }
    public DateOnly HeldOn { get; init; }

    /// <summary>Token subject of whoever held it.</summary>
    public required string HeldBy { get; init; }
    public required string LanguageCode { get; init; }
    public bool Interpreter { get; init; }
    public ContactAnswer Answer { get; init; }

    /// <summary>Keys of the activity types wished for, parted by spaces.</summary>
    public string Wishes { get; init; } = "";
    public DateTime RecordedAt { get; init; }
}

/// <summary>The answer to whether contact with volunteers is wanted.</summary>
public enum ContactAnswer
{
    /// <summary>Yes: a consent may be recorded.</summary>
    WantsContact = 1,

    /// <summary>No. Recorded later, it withdraws the consent.</summary>
    Declines = 2,

    /// <summary>Not yet; the person is asked again.</summary>
    Undecided = 3,
}
