using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>A field whose value is made from columns after they are read.</summary>
public abstract class Computed
{
    /// <summary>The columns: an expression whose body is one value, or a <c>new { ... }</c> of several.</summary>
    public abstract LambdaExpression Source { get; }

    /// <summary>C# type of the value.</summary>
    public abstract Type ResultType { get; }

    /// <summary>Makes the value of what the source's expression would have given.</summary>
    public abstract object? Compute(object? source, RequestContext context);

    /// <summary>A field made of one or several columns.</summary>
    /// <param name="source">What is read; one value, or an anonymous object of several.</param>
    /// <param name="compute">Makes the value; not called when <paramref name="source"/> is one column and that is null.</param>
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

/// <summary>A list of entities that belong to a parent, loaded for all parents of a level at once.</summary>
public abstract class Children
{
    /// <summary>The parent's key, of a parent that is read from a database.</summary>
    public abstract LambdaExpression ParentKey { get; }

    /// <summary>The key of the parent that a child belongs to.</summary>
    public abstract LambdaExpression ChildKey { get; }

    /// <summary>The child's entity.</summary>
    public abstract Type ChildType { get; }

    /// <summary>Runs something with the three types of the relation.</summary>
    internal abstract TResult Accept<TResult>(IChildrenVisitor<TResult> visitor);

    /// <summary>The children whose key is the parent's.</summary>
    /// <param name="parentKey">The parent's key.</param>
    /// <param name="childKey">The same key, as the child knows it.</param>
    /// <param name="rows">Narrows or orders the children; null for all, in the order of the database.</param>
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

/// <summary>Something that needs the types of a <see cref="Children"/>.</summary>
internal interface IChildrenVisitor<out TResult>
{
    TResult Visit<TParent, TKey, TChild>(
        Expression<Func<TParent, TKey>> parentKey,
        Expression<Func<TChild, TKey>> childKey,
        Func<IQueryable<TChild>, IQueryable<TChild>> rows)
        where TKey : notnull
        where TChild : class;
}
