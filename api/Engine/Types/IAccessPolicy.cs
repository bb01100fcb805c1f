using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Types;

/// <summary>
/// What each role may see. The engine asks it when views are made and when plans are made, never for a row:
/// whatever depends on a row is an expression that becomes part of the query.
/// </summary>
public interface IAccessPolicy
{
    /// <summary>The name of each view; the empty name is the view without a token.</summary>
    IReadOnlyList<string> Views { get; }

    /// <summary>Whether the view has the field at all.</summary>
    bool IsVisible(string view, string type, string field);

    /// <summary>Whether values of the entity are about persons, so that queries for them must not stand in a URL.</summary>
    bool IsAboutPersons(Type entity);

    /// <summary>Which rows exist for the view, as <c>Expression&lt;Func&lt;TEntity, bool&gt;&gt;</c>; null for all.</summary>
    LambdaExpression? RowRule(string view, Type entity);

    /// <summary>When the field has a value for the view, as <c>Expression&lt;Func&lt;TEntity, bool&gt;&gt;</c>; null for always.</summary>
    LambdaExpression? FieldGuard(string view, string type, string field);

    /// <summary>Who is told of each row of the entity that is read; null for nobody.</summary>
    RowTracker? Tracker(string view, Type entity);

    /// <summary>Directives that the printed schema shows on the field.</summary>
    IEnumerable<AppliedDirective> Directives(string type, string field);

    /// <summary>Definitions of those directives.</summary>
    /// <param name="type">Finds a type of the schema by its name.</param>
    IEnumerable<DirectiveDefinition> DirectiveDefinitions(Func<string, NamedType?> type);
}

/// <summary>Is told which members of which rows are about to leave.</summary>
public abstract class RowTracker
{
    /// <summary>Columns that are read with each row besides what is selected.</summary>
    public abstract IReadOnlyList<LambdaExpression> Columns { get; }

    /// <summary>The bit that stands for the field; 0 for fields that need not be told.</summary>
    public abstract int Bit(string field);

    /// <summary>Rows have been read. Several queries of a request may tell of theirs at the same time.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rows">All that one query gave.</param>
    public abstract void Track(RequestContext context, TrackedRows rows);
}

/// <summary>Rows that a <see cref="RowTracker"/> is told of.</summary>
public readonly struct TrackedRows
{
    private readonly List<object?[]> _rows;
    private readonly int _columns;
    private readonly (int Bit, int Slot)[] _fields;

    internal TrackedRows(List<object?[]> rows, int columns, (int Bit, int Slot)[] fields) => (_rows, _columns, _fields) = (rows, columns, fields);

    /// <summary>How many there are.</summary>
    public int Count => _rows.Count;

    /// <summary>The value of one of <see cref="RowTracker.Columns"/>; null in all of them where the entity is not there.</summary>
    public object? Column(int row, int column) => _rows[row][_columns + column];

    /// <summary>The bits of the selected fields that have a value in the row.</summary>
    public int Fields(int row)
    {
        var bits = 0;
        foreach (var (bit, slot) in _fields)
        {
            bits |= _rows[row][slot] is null ? 0 : bit;
        }

        return bits;
    }
}

/// <summary>Everybody sees everything: for services without roles.</summary>
public sealed class OpenAccess : IAccessPolicy
{
    /// <inheritdoc />
    public IReadOnlyList<string> Views => [""];

    /// <inheritdoc />
    public bool IsVisible(string view, string type, string field) => true;

    /// <inheritdoc />
    public bool IsAboutPersons(Type entity) => false;

    /// <inheritdoc />
    public LambdaExpression? RowRule(string view, Type entity) => null;

    /// <inheritdoc />
    public LambdaExpression? FieldGuard(string view, string type, string field) => null;

    /// <inheritdoc />
    public RowTracker? Tracker(string view, Type entity) => null;

    /// <inheritdoc />
    public IEnumerable<AppliedDirective> Directives(string type, string field) => [];

    /// <inheritdoc />
    public IEnumerable<DirectiveDefinition> DirectiveDefinitions(Func<string, NamedType?> type) => [];
}
