using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>The columns of an entity that an operation reads, with their guards, and their positions in a row.</summary>
internal sealed class RowPlan(Type entity)
{
    private readonly List<RowColumn> _columns = [];
    private readonly List<TrackedEntity> _tracked = [];

    public Type Entity { get; } = entity;

    /// <summary>The row parameter of the columns' expressions.</summary>
    public ParameterExpression Row { get; } = Expression.Parameter(entity, "row");

    public IReadOnlyList<RowColumn> Columns => _columns;

    /// <summary>Adds a column and returns its index in the row.</summary>
    /// <param name="expression">Expression over <see cref="Row"/>.</param>
    /// <param name="condition">Index of the condition under which the column is needed; -1 for always.</param>
    public int Add(Expression expression, int condition)
    {
        _columns.Add(new RowColumn(Expression.Lambda(expression, Row), condition));
        return _columns.Count - 1;
    }

    public void Track(TrackedEntity tracked) => _tracked.Add(tracked);

    /// <summary>The columns to read if the given conditions hold; null for each column that is not needed.</summary>
    public LambdaExpression?[] Active(bool[] included) =>
        [.. _columns.Select(c => c.Condition < 0 || included[c.Condition] ? c.Expression : null)];

    /// <summary>Notifies the trackers of the rows that have been read.</summary>
    public void Tell(RequestContext context, List<object?[]> rows)
    {
        foreach (var tracked in _tracked)
        {
            tracked.Tell(context, rows);
        }
    }
}

/// <summary>A column and the index of the condition under which it is needed.</summary>
internal sealed record RowColumn(LambdaExpression Expression, int Condition);

/// <summary>A tracked entity in a row.</summary>
/// <param name="Tracker">The tracker to notify.</param>
/// <param name="Start">Index of the first of the tracker's columns; the others follow.</param>
/// <param name="Fields">Bits of the selected fields, each with the index of a column that is null if the field is.</param>
internal sealed record TrackedEntity(RowTracker Tracker, int Start, (int Bit, int Slot)[] Fields)
{
    public void Tell(RequestContext context, List<object?[]> rows)
    {
        if (rows.Count > 0)
        {
            Tracker.Track(context, new TrackedRows(rows, Start, Fields));
        }
    }
}

/// <summary>Reads the value of a field from its parent's row.</summary>
internal abstract class RowValue
{
    /// <summary>The value. For an entity in the same row, the value is the row itself.</summary>
    public abstract object? Read(object?[] row, RequestContext context);
}

/// <summary>A value that is one column.</summary>
internal sealed class ColumnValue(int slot, Func<object, object?>? convert) : RowValue
{
    public override object? Read(object?[] row, RequestContext context) =>
        row[slot] is { } value && convert is not null ? convert(value) : row[slot];
}

/// <summary>Another entity in the same row; null if it is absent.</summary>
internal sealed class LinkValue(int presence) : RowValue
{
    public override object? Read(object?[] row, RequestContext context) => row[presence] is null ? null : row;
}

/// <summary>A value computed from columns.</summary>
/// <param name="computed">Computes the value.</param>
/// <param name="construct">Creates the anonymous object of the source's expression from the row; null for a single column.</param>
/// <param name="slot">Index of the single column.</param>
/// <param name="presence">Index of a column that is null if the value is; -1 if there is no such column.</param>
internal sealed class ComputedValue(Computed computed, Func<object?[], object>? construct, int slot, int presence) : RowValue
{
    public override object? Read(object?[] row, RequestContext context)
    {
        if (presence >= 0 && row[presence] is null)
        {
            return null;
        }

        if (construct is null)
        {
            return row[slot] is { } only ? computed.Compute(only, context) : null;
        }

        return computed.Compute(construct(row), context);
    }
}

/// <summary>The key by which the field's own query finds the entities that belong to the row.</summary>
internal sealed class KeyValue(int slot) : RowValue
{
    public override object? Read(object?[] row, RequestContext context) => row[slot];
}
