namespace Integration.Graph.Server.Activities;

/// <summary>A kind of activity, such as network family or language training.</summary>
internal sealed class ActivityType
{
    /// <summary>The type of integration activities whose source does not state the type.</summary>
    public const string Unspecified = "integration_unspecified";

    public required string Key { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }
    public required string DescriptionDa { get; set; }
    public required string DescriptionEn { get; set; }

    /// <summary>Whether an activity of this type counts as an integration activity.</summary>
    public bool IsIntegration { get; set; }
}
