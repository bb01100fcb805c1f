using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Execution;

/// <summary>An object with the values that had to be waited for.</summary>
internal sealed class ResolvedObject(object source, SelectionPlan selection)
{
    public object Source { get; } = source;

    public SelectionPlan Selection { get; } = selection;

    /// <summary>By <see cref="PlannedField.StoredAt"/>.</summary>
    public object?[] Values { get; } = new object?[selection.Stored];
}

/// <summary>A value that could be of several types, and which it is.</summary>
internal sealed record TypedValue(ObjectType Type, object Value);
