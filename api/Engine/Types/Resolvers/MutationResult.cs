namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>The result of a mutation.</summary>
/// <param name="Value">The method's result; null if there are errors.</param>
/// <param name="Errors">The errors; null on success.</param>
internal sealed record MutationResult(object? Value, IReadOnlyList<MutationException>? Errors);
