using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// The tracked members that a connection's filter and order use. The selection and order of rows reveals values of these
/// members even if no field selects them.
/// </summary>
internal sealed class AskedMembers
{
    private readonly RowTracker _tracker;
    private readonly List<(string Name, int Bit)> _members;

    private AskedMembers(RowTracker tracker, List<(string, int)> members) => (_tracker, _members) = (tracker, members);

    /// <summary>
    /// Returns the tracked members, those of the filter first; null if there is no tracker, no filter and order, or no such
    /// member.
    /// </summary>
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

    /// <summary>The columns to read of each row.</summary>
    /// <param name="value">Returns the expression for a member's value, as the filter sees it.</param>
    public IEnumerable<LambdaExpression> Columns(Func<string, LambdaExpression> value) =>
        [.. _tracker.Columns, .. _members.Select(member => value(member.Name))];

    /// <summary>Notifies the tracker of rows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rows">The rows that the response reveals.</param>
    /// <param name="start">Index of the first of the columns in a row.</param>
    public void Tell(RequestContext context, List<object?[]> rows, int start)
    {
        var values = start + _tracker.Columns.Count;
        new TrackedEntity(_tracker, start, [.. _members.Select((member, i) => (member.Bit, values + i))]).Tell(context, rows);
    }

    private static IEnumerable<string> Names(ArgumentValues? where) => where is null ? [] : where.Present
        .Where(given => given.Value is not null)
        .SelectMany(given => given.Key is "and" or "or" ? ((object?[])given.Value!).SelectMany(inner => Names((ArgumentValues?)inner)) : [given.Key]);
}
