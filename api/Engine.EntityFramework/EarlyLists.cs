using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Rewrites the condition that a row has related rows of some kind. EF Core translates it to EXISTS, which SQLite
/// evaluates for every row of the country. With a list of keys instead, SQLite starts from an index, with the rows that
/// meet the condition.
/// </summary>
internal sealed class EarlyLists : ExpressionVisitor
{
    private readonly DbContext _db;

    private EarlyLists(DbContext db) => _db = db;

    /// <param name="query">The query. Conditions that must all hold are rewritten.</param>
    /// <param name="db">The context that runs the query.</param>
    public static IQueryable Apply(IQueryable query, DbContext db) => query.Provider.CreateQuery(new EarlyLists(db).Visit(query.Expression));

    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        node is { Method.Name: nameof(Queryable.Where), Arguments: [var rows, UnaryExpression { Operand: LambdaExpression condition }] }
            ? node.Update(null, [Visit(rows), Expression.Quote(Expression.Lambda(condition.Type, Turned(condition.Body), condition.Parameters))])
            : base.VisitMethodCall(node);

    private Expression Turned(Expression condition) => condition switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => Expression.AndAlso(Turned(both.Left), Turned(both.Right)),
        MethodCallExpression { Method.Name: nameof(Enumerable.Any), Arguments: [MemberExpression { Expression: { } owner } all, LambdaExpression which] }
            when _db.Model.FindEntityType(owner.Type)?.FindNavigation(all.Member.Name) is { IsCollection: true, ForeignKey.IsRequired: true } has
            => IsAmong(Set(has.TargetEntityType.ClrType), which, has.ForeignKey, owner),
        _ => condition,
    };

    private MethodCallExpression IsAmong(IQueryable all, LambdaExpression which, IForeignKey owned, Expression owner)
    {
        var id = KeyOf(owner, owned);
        var one = Expression.Parameter(all.ElementType);
        var key = Expression.Convert(Expression.Property(one, owned.Properties.Single().PropertyInfo!), id.Type);
        var some = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [one.Type], all.Expression, Expression.Quote(which));
        var keys = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [one.Type, key.Type], some, Expression.Quote(Expression.Lambda(key, one)));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [key.Type], keys, id);
    }

    /// <summary>
    /// Returns the referring row's key if another row refers to the owner: the owner is joined from there, so the query could
    /// not start with it.
    /// </summary>
    private MemberExpression KeyOf(Expression owner, IForeignKey owned) =>
        owner is MemberExpression { Expression: { } referrer } link
            && _db.Model.FindEntityType(referrer.Type)?.FindNavigation(link.Member.Name) is { IsOnDependent: true, ForeignKey.Properties: [{ PropertyInfo: { } key }] }
            ? Expression.Property(referrer, key)
            : Expression.Property(owner, owned.PrincipalKey.Properties.Single().PropertyInfo!);

    private IQueryable Set(Type entity) =>
        (IQueryable)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(entity).Invoke(_db, null)!;
}
