using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation;

/// <summary>Why a document cannot be executed.</summary>
public sealed record ValidationError
{
    /// <summary>The rule of the specification, such as <c>FieldsOnCorrectType</c>, or the limit, such as <c>MaxDepth</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether a limit of <see cref="ValidationOptions"/> was passed, and no rule broken.</summary>
    public bool IsLimit => Rule.StartsWith("Max", StringComparison.Ordinal);

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>The places in the document that contradict the rule.</summary>
    public required IReadOnlyList<SourceLocation> Locations { get; init; }

    /// <summary>The schema coordinate that is meant, such as <c>Refugee.phone</c>; null if none is.</summary>
    public string? Coordinate { get; init; }
}
