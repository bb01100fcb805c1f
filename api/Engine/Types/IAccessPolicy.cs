using System.Linq.Expressions;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>
/// Decides what each role may see. The engine calls it when it builds views and plans, never for a single row.
/// Conditions on rows are expressions that become part of the query.
/// </summary>
public interface IAccessPolicy
{
    /// <summary>The names of all views; the empty name is the view without a token.</summary>
    IReadOnlyList<string> Views { get; }

    /// <summary>
    /// What the policy does not decide about the schema, or decides about a member that the schema does not have: one sentence
    /// each, which says what to change. Called once. A schema with a problem is not built, so that nothing is visible by mistake.
    /// </summary>
    IEnumerable<string> Problems(Schema schema);

    /// <summary>Whether the view contains the field. Not called for a type with <see cref="FieldsType.IsGenerated"/>.</summary>
    bool IsVisible(string view, string type, string field);

    /// <summary>Whether the entity holds data that must not appear in a URL. Queries for such data require POST.</summary>
    bool IsConfidential(Type entity);

    /// <summary>The rows that the view contains, as <c>Expression&lt;Func&lt;TEntity, bool&gt;&gt;</c>; null for all.</summary>
    LambdaExpression? RowRule(string view, Type entity);

    /// <summary>
    /// The condition under which the field has a value, as <c>Expression&lt;Func&lt;TEntity, bool&gt;&gt;</c>; null if it always
    /// has one.
    /// </summary>
    LambdaExpression? FieldGuard(string view, string type, string field);

    /// <summary>The tracker that is notified of each row read; null if the entity is not tracked.</summary>
    RowTracker? Tracker(string view, Type entity);

    /// <summary>Directives applied to the field in the printed schema.</summary>
    IEnumerable<AppliedDirective> Directives(string type, string field);

    /// <summary>Definitions of these directives.</summary>
    /// <param name="type">Finds a type of the schema by its name.</param>
    IEnumerable<DirectiveDefinition> DirectiveDefinitions(Func<string, NamedType?> type);
}

/// <summary>Is notified of the rows and members that a response is about to disclose.</summary>
public abstract class RowTracker
{
    /// <summary>Columns that are read with each row in addition to the selected ones.</summary>
    public abstract IReadOnlyList<LambdaExpression> Columns { get; }

    /// <summary>The bit that represents the field; 0 for a field that is not tracked.</summary>
    public abstract int Bit(string field);

    /// <summary>Called after rows have been read. Several queries of one request can call it concurrently.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rows">All rows of one query.</param>
    public abstract void Track(RequestContext context, TrackedRows rows);
}

/// <summary>The rows that a <see cref="RowTracker"/> is notified of.</summary>
public readonly struct TrackedRows
{
    private readonly List<object?[]> _rows;
    private readonly int _columns;
    private readonly (int Bit, int Slot)[] _fields;

    internal TrackedRows(List<object?[]> rows, int columns, (int Bit, int Slot)[] fields) => (_rows, _columns, _fields) = (rows, columns, fields);

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The value of one of <see cref="RowTracker.Columns"/>. All of them are null if the row has no such entity.</summary>
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

/// <summary>A policy that makes everything visible, for services without roles.</summary>
public sealed class OpenAccess : IAccessPolicy
{
    /// <inheritdoc />
    public IReadOnlyList<string> Views => [""];

    /// <inheritdoc />
    public IEnumerable<string> Problems(Schema schema) => [];

    /// <inheritdoc />
    public bool IsVisible(string view, string type, string field) => true;

    /// <inheritdoc />
    public bool IsConfidential(Type entity) => false;

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
