using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Sharing;

/// <summary>
/// The rows that are visible to a caller, for code that queries EF Core directly to change rows. Applies the same rules as
/// GraphQL queries, with the caller's values filled in.
/// </summary>
internal static class VisibleRows
{
    public static IQueryable<T> Of<T>(GraphContext db, Caller caller, Moment at)
        where T : class
    {
        if (RowRules.For(caller.Role, typeof(T)) is not Expression<Func<T, bool>> rule)
        {
            return db.Set<T>();
        }

        var values = new Values(
            caller.Scope, caller.ScopeId, caller.Subject, at.Now, at.Today, Age.ToNumber(at.Today), at.Today.AddDays(-RefugeeAccess.DaysAfterMove));
        return db.Set<T>().Where((Expression<Func<T, bool>>)new Binding(values).Visit(rule));
    }

    /// <summary>Has the same names as <see cref="CallerValues"/>. The first query that needs a missing one fails.</summary>
    private sealed record Values(
        string Scope, long ScopeId, string Subject, DateTime Now, DateOnly Today, int TodayNumber, DateOnly MovedSince);

    private sealed class Binding(Values values) : ExpressionVisitor
    {
        // CallerValues.X.Value becomes values.X, which EF Core sends as a parameter.
        protected override Expression VisitMember(MemberExpression node) =>
            node is { Member.Name: "Value", Expression: MemberExpression { Member: PropertyInfo parameter } }
                && parameter.DeclaringType == typeof(CallerValues)
                ? Expression.Property(Expression.Constant(values), parameter.Name)
                : base.VisitMember(node);
    }
}
