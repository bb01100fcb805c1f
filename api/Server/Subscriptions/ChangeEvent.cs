namespace Integration.Graph.Server.Subscriptions;

/// <summary>
/// A stored event for subscribers, kept for an hour. It contains ids only: the data is read when the event is delivered, with the
/// subscriber's rights at that time.
/// </summary>
internal sealed class ChangeEvent
{
    /// <summary>Assigned by the database in the order of writing, and never reused.</summary>
    public long Id { get; init; }
    public ChangeKind Kind { get; init; }

    /// <summary>Id of the notice, referral or consent.</summary>
    public long SubjectId { get; init; }
    public long RefugeeId { get; init; }
    public DateTime At { get; init; }
}

/// <summary>Kind of event.</summary>
internal enum ChangeKind
{
    /// <summary>A handover notice was created for a municipality.</summary>
    HandoverNoticeMade = 1,

    /// <summary>A referral was assigned to a branch.</summary>
    ReferralAssigned = 2,

    /// <summary>A consent was given, changed or withdrawn.</summary>
    ConsentChanged = 3,
}
