using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// An interview at which the person is asked whether they want contact with volunteers. Every answer is recorded.
/// </summary>
internal sealed class HandoverInterview
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }
    public DateOnly HeldOn { get; init; }

    /// <summary>Token subject of the worker who recorded the interview.</summary>
    public required string HeldBy { get; init; }
    public required string LanguageCode { get; init; }
    public bool Interpreter { get; init; }
    public ContactAnswer Answer { get; init; }

    /// <summary>Keys of the activity types wished for, separated by spaces.</summary>
    public string Wishes { get; init; } = "";
    public DateTime RecordedAt { get; init; }
}

/// <summary>The person's answer to whether they want contact with volunteers.</summary>
public enum ContactAnswer
{
    /// <summary>The person wants contact. A consent can be recorded.</summary>
    WantsContact = 1,

    /// <summary>The person does not want contact. If this is the latest answer, it withdraws the consent.</summary>
    Declines = 2,

    /// <summary>The person has not decided yet and is asked again.</summary>
    Undecided = 3,
}
