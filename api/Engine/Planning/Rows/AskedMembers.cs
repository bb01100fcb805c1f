using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// The members that a connection's filter and order go by, as far as the tracker has to know: which rows are answered, and
/// in which order, tells values that nobody selects.
/// </summary>
internal sealed class AskedMembers
{
    private readonly RowTracker _tracker;
    private readonly List<(string Name, int Bit)> _members;

    private AskedMembers(RowTracker tracker, List<(string, int)> members) => (_tracker, _members) = (tracker, members);

    /// <summary>Null if nobody wants to know, or there is nothing to tell. What the filter names comes first.</summary>
    public static AskedMembers? Of(RowTracker? tracker, ArgumentValues? where, IReadOnlyList<(string Name, SortDirection)> order)
    {
        if (tracker is null || (where is null && order.Count == 0))
        {
            return null;
        }

        var members = Names(where).Concat(order.Select(o => o.Name)).Distinct(StringComparer.Ordinal)
            .Select(name => (name, tracker.Bit(name))).Where(member => member.Item2 != 0).ToList();
        return members.Count == 0 ? null : new AskedMembers(tracker, members);
    }

    /// <summary>What has to be read of a row.</summary>
    /// <param name="value">A member's value, as the filter sees it.</param>
    public IEnumerable<LambdaExpression> Columns(Func<string, LambdaExpression> value) =>
        [.. _tracker.Columns, .. _members.Select(member => value(member.Name))];

    /// <summary>Tells of rows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rows">Those that the caller learns of.</param>
    /// <param name="start">Where the columns stand in them.</param>
    public void Tell(RequestContext context, List<object?[]> rows, int start)
    {
        var values = start + _tracker.Columns.Count;
        new TrackedEntity(_tracker, start, [.. _members.Select((member, i) => (member.Bit, values + i))]).Tell(context, rows);
    }

    private static IEnumerable<string> Names(ArgumentValues? where) => where is null ? [] : where.Present
        .Where(given => given.Value is not null)
        .SelectMany(given => given.Key is "and" or "or" ? ((object?[])given.Value!).SelectMany(inner => Names((ArgumentValues?)inner)) : [given.Key]);
}
