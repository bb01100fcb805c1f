using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Makes EF Core join before it limits a page. By default, EF Core puts the page into a subquery, joins to it and sorts again.
/// SQLite then sorts everything, although the page came sorted from an index. With the joins first, the rows are read from the
/// index one by one until the page is full.
/// </summary>
internal static class EarlyJoins
{
    /// <param name="query">The query. Only a query that ends with a page is changed.</param>
    /// <param name="columns">The columns that will be read of each row.</param>
    /// <param name="model">The model, which tells which types are rows of tables.</param>
    public static IQueryable Apply(IQueryable query, IEnumerable<LambdaExpression> columns, IModel model)
    {
        if (query.Expression is not MethodCallExpression { Method.Name: nameof(Queryable.Take) } page
            || model.FindEntityType(query.ElementType)?.FindPrimaryKey()?.Properties is not [{ PropertyInfo: { } key }, ..])
        {
            return query;
        }

        var row = Expression.Parameter(query.ElementType, "row");
        var joined = new Navigations(model, row);
        foreach (var column in columns)
        {
            joined.Of(column);
        }

        if (joined.Mentioned.Count == 0)
        {
            return query;
        }
        // True for every row, so it is left out of the SQL. The members that it contains are joined nevertheless.
        var id = Expression.Property(row, key);
        var always = joined.Mentioned.Aggregate((Expression)Expression.Equal(id, id), (all, mention) => Expression.OrElse(mention, all));
        var where = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [query.ElementType], page.Arguments[0], Expression.Quote(Expression.Lambda(always, row)));
        return query.Provider.CreateQuery(page.Update(null, [where, page.Arguments[1]]));
    }

    /// <summary>Finds the rows of other tables that columns are read from, and adds a condition on each of them.</summary>
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
                // A key would be read from the referring row, without a join.
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
