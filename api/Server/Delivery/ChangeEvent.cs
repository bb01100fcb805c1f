namespace Integration.Graph.Server.Delivery;

/// <summary>
/// Something has happened that subscribers may want to hear of. Holds numbers only: what a subscriber is told is read
/// when it is told, with the rights that hold then. Kept for an hour.
/// </summary>
internal sealed class ChangeEvent
{
    /// <summary>Given by the database, in the order of writing and never twice.</summary>
    public long Id { get; init; }
    public ChangeKind Kind { get; init; }

    /// <summary>The notice, referral or consent.</summary>
    public long SubjectId { get; init; }
    public long RefugeeId { get; init; }
    public DateTime At { get; init; }
}

/// <summary>What has happened.</summary>
internal enum ChangeKind
{
    /// <summary>A municipality has a new notice.</summary>
    HandoverNoticeMade = 1,

    /// <summary>A referral has been given to a branch.</summary>
    ReferralAssigned = 2,

    /// <summary>A consent was given, changed or withdrawn.</summary>
    ConsentChanged = 3,
}
