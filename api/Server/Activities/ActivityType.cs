namespace Integration.Graph.Server.Activities;

/// <summary>A type of activity, for example network family or language training.</summary>
internal sealed class ActivityType
{
    /// <summary>Key of the type for integration activities whose source does not state a type.</summary>
    public const string Unspecified = "integration_unspecified";

    public required string Key { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }
    public required string DescriptionDa { get; set; }
    public required string DescriptionEn { get; set; }

    /// <summary>Whether an activity of this type counts as an integration activity.</summary>
    public bool IsIntegration { get; set; }
}
