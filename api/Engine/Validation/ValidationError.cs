using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation;

/// <summary>A reason why a document cannot be executed.</summary>
public sealed record ValidationError
{
    /// <summary>Name of the rule, for example <c>FieldsOnCorrectType</c>, or of the limit, for example <c>MaxDepth</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the error is an exceeded limit of <see cref="ValidationOptions"/>, not a broken rule.</summary>
    public bool IsLimit => Rule.StartsWith("Max", StringComparison.Ordinal);

    /// <summary>Message for people.</summary>
    public required string Message { get; init; }

    /// <summary>Positions in the document that break the rule.</summary>
    public required IReadOnlyList<SourceLocation> Locations { get; init; }

    /// <summary>Schema coordinate of the element concerned, for example <c>Refugee.phone</c>; null if there is none.</summary>
    public string? Coordinate { get; init; }
}
