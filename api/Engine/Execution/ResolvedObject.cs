using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Execution;

/// <summary>An object with its resolved asynchronous values.</summary>
internal sealed class ResolvedObject(object source, SelectionPlan selection)
{
    public object Source { get; } = source;

    public SelectionPlan Selection { get; } = selection;

    /// <summary>The values, indexed by <see cref="PlannedField.StoredAt"/>.</summary>
    public object?[] Values { get; } = new object?[selection.Stored];
}

/// <summary>A value of an abstract type, with its object type.</summary>
internal sealed record TypedValue(ObjectType Type, object Value);
