using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Execution;

/// <summary>What a mutation came to.</summary>
/// <param name="Value">The method's result; null if there are errors.</param>
/// <param name="Errors">Null if it was done.</param>
internal sealed record MutationResult(object? Value, IReadOnlyList<MutationException>? Errors);
