using System.Linq.Expressions;

namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>A field whose value is computed in C# from columns.</summary>
public abstract class Computed
{
    /// <summary>The columns to read: an expression whose body is one value, or a <c>new { ... }</c> of several.</summary>
    public abstract LambdaExpression Source { get; }

    /// <summary>C# type of the value.</summary>
    public abstract Type ResultType { get; }

    /// <summary>Computes the value from the result of <see cref="Source"/>.</summary>
    public abstract object? Compute(object? source, RequestContext context);

    /// <summary>Creates a field that is computed from one or several columns.</summary>
    /// <param name="source">The columns to read: one value, or an anonymous object of several.</param>
    /// <param name="compute">Computes the value. Not called if <paramref name="source"/> is one column and it is null.</param>
    public static Computed<TEntity, TResult> Of<TEntity, TSource, TResult>(
        Expression<Func<TEntity, TSource>> source,
        Func<TSource, RequestContext, TResult> compute) =>
        new ComputedOf<TEntity, TSource, TResult>(source, compute);

    private sealed class ComputedOf<TEntity, TSource, TResult>(
        Expression<Func<TEntity, TSource>> source,
        Func<TSource, RequestContext, TResult> compute) : Computed<TEntity, TResult>
    {
        public override LambdaExpression Source => source;

        public override object? Compute(object? value, RequestContext context) => compute((TSource)value!, context);
    }
}

/// <inheritdoc />
public abstract class Computed<TEntity, TResult> : Computed
{
    /// <inheritdoc />
    public override Type ResultType => typeof(TResult);
}

/// <summary>A list of entities that belong to a parent, loaded together for all parents of a level.</summary>
public abstract class Children
{
    /// <summary>The parent's key.</summary>
    public abstract LambdaExpression ParentKey { get; }

    /// <summary>The key of the child's parent.</summary>
    public abstract LambdaExpression ChildKey { get; }

    /// <summary>C# type of the child.</summary>
    public abstract Type ChildType { get; }

    /// <summary>Calls a visitor with the three types of the relation.</summary>
    internal abstract TResult Accept<TResult>(IChildrenVisitor<TResult> visitor);

    /// <summary>Creates the relation to the children with the parent's key.</summary>
    /// <param name="parentKey">The parent's key.</param>
    /// <param name="childKey">The same key on the child.</param>
    /// <param name="rows">Filters or orders the children; null for all children in the order of the database.</param>
    public static Children<TParent, TChild> Of<TParent, TKey, TChild>(
        Expression<Func<TParent, TKey>> parentKey,
        Expression<Func<TChild, TKey>> childKey,
        Func<IQueryable<TChild>, IQueryable<TChild>>? rows = null)
        where TKey : notnull
        where TChild : class =>
        new ChildrenOf<TParent, TKey, TChild>(parentKey, childKey, rows ?? (all => all));

    private sealed class ChildrenOf<TParent, TKey, TChild>(
        Expression<Func<TParent, TKey>> parentKey,
        Expression<Func<TChild, TKey>> childKey,
        Func<IQueryable<TChild>, IQueryable<TChild>> rows) : Children<TParent, TChild>
        where TKey : notnull
        where TChild : class
    {
        public override LambdaExpression ParentKey => parentKey;

        public override LambdaExpression ChildKey => childKey;

        public override Type ChildType => typeof(TChild);

        internal override TResult Accept<TResult>(IChildrenVisitor<TResult> visitor) =>
            visitor.Visit<TParent, TKey, TChild>(parentKey, childKey, rows);
    }
}

/// <inheritdoc />
public abstract class Children<TParent, TChild> : Children;

/// <summary>A visitor that needs the types of a <see cref="Children"/>.</summary>
internal interface IChildrenVisitor<out TResult>
{
    TResult Visit<TParent, TKey, TChild>(
        Expression<Func<TParent, TKey>> parentKey,
        Expression<Func<TChild, TKey>> childKey,
        Func<IQueryable<TChild>, IQueryable<TChild>> rows)
        where TKey : notnull
        where TChild : class;
}
