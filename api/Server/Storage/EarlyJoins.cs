using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Makes EF Core join before it cuts off a page. By itself it puts the page into a subquery, joins to that and sorts again,
/// which SQLite does in full although the page came sorted from an index. Joined first, the rows come from the index one
/// by one until the page is full.
/// </summary>
internal static class EarlyJoins
{
    /// <param name="query">If it ends with a page, what follows is done to it.</param>
    /// <param name="columns">What will be read of each row.</param>
    /// <param name="model">Says which types are rows of tables.</param>
    public static IQueryable Apply(IQueryable query, IEnumerable<LambdaExpression> columns, IModel model)
    {
        if (query.Expression is not MethodCallExpression { Method.Name: nameof(Queryable.Take) } page)
            return query;
        var row = Expression.Parameter(query.ElementType, "row");
        var joined = new Navigations(model, row);
        foreach (var column in columns)
            joined.Of(column);
        if (joined.Mentioned.Count == 0)
            return query;
        // Holds for every row, and is left out of the SQL; but what it mentions has been joined by then.
        var id = Expression.Property(row, nameof(Refugees.Refugee.Id));
        var always = joined.Mentioned.Aggregate((Expression)Expression.Equal(id, id), (all, mention) => Expression.OrElse(mention, all));
        var where = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [query.ElementType], page.Arguments[0], Expression.Quote(Expression.Lambda(always, row)));
        return query.Provider.CreateQuery(page.Update(null, [where, page.Arguments[1]]));
    }

    /// <summary>Finds the rows of other tables that columns are read from, and mentions something of each.</summary>
    private sealed class Navigations(IModel model, ParameterExpression row) : ExpressionVisitor
    {
        private readonly HashSet<string> _known = [];
        private ParameterExpression? _of;

        public List<Expression> Mentioned { get; } = [];

        public void Of(LambdaExpression column)
        {
            _of = column.Parameters[0];
            Visit(column.Body);
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            if (IsPath(node) && model.FindEntityType(node.Type) is { } table && _known.Add(node.ToString().Split('.', 2)[1])
                // A key would be read from the row that refers to it, without a join.
                && table.GetProperties().FirstOrDefault(p => !p.IsKey() && !p.IsForeignKey() && p.PropertyInfo is not null) is { } any)
            {
                var value = Expression.Property(Moved(node), any.PropertyInfo!);
                Mentioned.Add(Expression.Equal(value, Expression.Default(value.Type)));
            }

            return base.VisitMember(node);
        }

        private bool IsPath(MemberExpression node) => node.Expression == _of || (node.Expression is MemberExpression inner && IsPath(inner));

        private MemberExpression Moved(MemberExpression node) =>
            node.Update(node.Expression is MemberExpression inner ? Moved(inner) : row);
    }
}
