using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>Which columns of an entity an operation reads, each guarded already, and where each stands in a row.</summary>
internal sealed class RowPlan(Type entity)
{
    private readonly List<RowColumn> _columns = [];
    private readonly List<TrackedEntity> _tracked = [];

    public Type Entity { get; } = entity;

    /// <summary>The row that the columns' expressions speak of.</summary>
    public ParameterExpression Row { get; } = Expression.Parameter(entity, "row");

    public IReadOnlyList<RowColumn> Columns => _columns;

    /// <summary>The place of the expression's value in the row.</summary>
    /// <param name="expression">Over <see cref="Row"/>.</param>
    /// <param name="condition">Index of the condition under which it is needed; -1 for always.</param>
    public int Add(Expression expression, int condition)
    {
        _columns.Add(new RowColumn(Expression.Lambda(expression, Row), condition));
        return _columns.Count - 1;
    }

    public void Track(TrackedEntity tracked) => _tracked.Add(tracked);

    /// <summary>The columns to read when these conditions hold; null where nothing need be read.</summary>
    public LambdaExpression?[] Active(bool[] included) =>
        [.. _columns.Select(c => c.Condition < 0 || included[c.Condition] ? c.Expression : null)];

    /// <summary>Tells the trackers of the rows that have been read.</summary>
    public void Tell(RequestContext context, List<object?[]> rows)
    {
        foreach (var tracked in _tracked)
        {
            tracked.Tell(context, rows);
        }
    }
}

/// <summary>A column and when it is needed.</summary>
internal sealed record RowColumn(LambdaExpression Expression, int Condition);

/// <summary>An entity in a row whose tracker wants to know what leaves.</summary>
/// <param name="Tracker">Who is told.</param>
/// <param name="Start">Where the first of its columns stands; the others follow.</param>
/// <param name="Fields">Bits of the selected fields and where to see whether they have a value.</param>
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

/// <summary>How the value of a field is taken from its parent's row.</summary>
internal abstract class RowValue
{
    /// <summary>The value; the row itself stands for an entity that the row holds too.</summary>
    public abstract object? Read(object?[] row, RequestContext context);
}

/// <summary>A column is the value.</summary>
internal sealed class ColumnValue(int slot, Func<object, object?>? convert) : RowValue
{
    public override object? Read(object?[] row, RequestContext context) =>
        row[slot] is { } value && convert is not null ? convert(value) : row[slot];
}

/// <summary>Another entity of the same row, if it is there.</summary>
internal sealed class LinkValue(int presence) : RowValue
{
    public override object? Read(object?[] row, RequestContext context) => row[presence] is null ? null : row;
}

/// <summary>A value made of columns.</summary>
/// <param name="computed">Makes it.</param>
/// <param name="construct">Makes of the row the anonymous object that the source's expression describes; null for a single column.</param>
/// <param name="slot">That column.</param>
/// <param name="presence">Null there means null; -1 if there is no such column.</param>
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

/// <summary>The key by which the field's own query finds what belongs to this row.</summary>
internal sealed class KeyValue(int slot) : RowValue
{
    public override object? Read(object?[] row, RequestContext context) => row[slot];
}
