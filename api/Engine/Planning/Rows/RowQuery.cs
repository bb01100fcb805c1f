using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// The query of a planned field. It is translated once per shape. The shape consists of the conditions that hold, the
/// filters and orders used, and the side of a cursor.
/// </summary>
internal abstract class RowQuery(SchemaView view, PlannedField field, RowPlan plan)
{
    /// <summary>Maximum number of cached commands. Clients choose the filters and so the shapes; a full cache is cleared.</summary>
    private const int MaxShapes = 64;

    private readonly ConcurrentDictionary<string, IRowCommand> _commands = new();

    public RowPlan Plan { get; } = plan;

    protected SchemaView View { get; } = view;

    protected PlannedField Field { get; } = field;

    /// <summary>Resolves the field for a parent.</summary>
    /// <param name="parent">The parent; if it is a row, the key that the field reads from it.</param>
    /// <param name="context">The request.</param>
    public abstract ValueTask<object?> ResolveAsync(object? parent, RequestContext context);

    protected static IRowSource Source(RequestContext context) => context.Services.GetRequiredService<IRowSource>();

    protected async ValueTask<List<object?[]>> ReadAsync(string shape, RowArguments arguments, Func<IRowSource, IRowCommand> prepare)
    {
        var rows = await Command(shape, arguments.Context, prepare).ReadAsync(arguments);
        Plan.Tell(arguments.Context, rows);
        return rows;
    }

    protected IRowCommand Command(string shape, RequestContext context, Func<IRowSource, IRowCommand> prepare)
    {
        var key = shape + Conditions(context.Included);
        if (_commands.TryGetValue(key, out var known))
        {
            return known;
        }

        var command = prepare(Source(context));
        if (_commands.Count >= MaxShapes)
        {
            _commands.Clear();
        }

        _commands[key] = command;
        return command;
    }

    /// <summary>The query limited to the rows that the view contains.</summary>
    protected IQueryable Ruled(IQueryable query) => View.Policy.RowRule(View.Name, Plan.Entity) is { } rule ? Where(query, rule) : query;

    protected static IQueryable Where(IQueryable query, LambdaExpression condition) => query.Provider.CreateQuery(
        Expression.Call(typeof(Queryable), nameof(Queryable.Where), [query.ElementType], query.Expression, Expression.Quote(condition)));

    /// <summary>All rows of the entity.</summary>
    protected IQueryable Set(IRowSource source, RequestContext context) => (IQueryable)typeof(IRowSource)
        .GetMethod(nameof(IRowSource.Set))!.MakeGenericMethod(Plan.Entity)
        .Invoke(source, BindingFlags.DoNotWrapExceptions, null, [context.Services], null)!;

    /// <summary>An expression for the nth value of a run.</summary>
    protected static Expression ValueAt(Type type, int index) => (Expression)typeof(RowQuery)
        .GetMethod(nameof(ValueAtOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [index])!;

    protected static Expression Keys(Type type) => (Expression)typeof(RowQuery)
        .GetMethod(nameof(KeysOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [])!;

    /// <summary>The expression for the database id of an entity.</summary>
    protected static LambdaExpression NumberOf(Type entity)
    {
        var row = Expression.Parameter(entity, "row");
        return Expression.Lambda(Expression.Property(row, "Id"), row);
    }

    /// <summary>Condition that a key is among the run's keys.</summary>
    protected static LambdaExpression IsAmongKeys(LambdaExpression key) => Expression.Lambda(
        Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [key.ReturnType], Keys(key.ReturnType), key.Body),
        key.Parameters);

    private static MemberExpression ValueAtOf<T>(int index) =>
        Expression.Property(Expression.Constant(new QueryParameter<T>(run => Typed<T>(run.Values[index]))), nameof(QueryParameter<>.Value));

    private static T Typed<T>(object? value)
    {
        if (value is not object?[] list || !typeof(T).IsArray)
        {
            return (T)value!;
        }

        var items = list.Where(item => item is not null).ToArray();
        var result = Array.CreateInstance(typeof(T).GetElementType()!, items.Length);
        Array.Copy(items, result, items.Length);
        return (T)(object)result;
    }

    private static MemberExpression KeysOf<T>() =>
        Expression.Property(Expression.Constant(new QueryParameter<T[]>(run => (T[])run.Keys!)), nameof(QueryParameter<>.Value));

    private static string Conditions(bool[] included) =>
        included.Length == 0 ? "" : string.Create(included.Length + 1, included, static (text, bits) =>
        {
            text[0] = '?';
            for (var i = 0; i < bits.Length; i++)
            {
                text[i + 1] = bits[i] ? '1' : '0';
            }
        });
}

/// <summary>A query that returns one row or none, or a list that is not paged.</summary>
internal sealed class ListQuery(SchemaView view, PlannedField field, RowPlan plan, QueryBinding binding) : RowQuery(view, field, plan)
{
    public override async ValueTask<object?> ResolveAsync(object? parent, RequestContext context)
    {
        var arguments = Field.Arguments(context);
        var shape = string.Concat(binding.ArgumentNames.Select(name => arguments[name] is null ? '0' : '1'));
        var rows = await ReadAsync(shape, new RowArguments(context, arguments, []), source =>
            source.Prepare(context.Services, Ruled(binding.Query(arguments, context.Services)), Plan.Active(context.Included)));
        if (binding.Shape == RowsShape.List)
        {
            return rows;
        }

        return rows.Count switch
        {
            0 => null,
            1 => rows[0],
            _ => throw new InvalidOperationException($"{Field.Field.Coordinate} found more than one row; the query must return at most one."),
        };
    }
}

/// <summary>Loads rows by their database ids, in one query for all ids of a level.</summary>
internal sealed class KeyedQuery(SchemaView view, PlannedField field, RowPlan plan) : RowQuery(view, field, plan)
{
    /// <param name="parent">The database id; 0 or null for none.</param>
    /// <param name="context">The request.</param>
    public override async ValueTask<object?> ResolveAsync(object? parent, RequestContext context) =>
        parent is long id and > 0
            ? await context.Loader<long, object?[]>(this, keys => LoadAsync(keys, context)).LoadAsync(id)
            : null;

    private async Task<IReadOnlyDictionary<long, object?[]>> LoadAsync(IReadOnlyList<long> keys, RequestContext context)
    {
        var key = NumberOf(Plan.Entity);
        var rows = await ReadAsync("", new RowArguments(context, ArgumentValues.Empty, [], keys.ToArray()), source =>
            source.Prepare(context.Services, Ruled(Where(Set(source, context), IsAmongKeys(key))), [.. Plan.Active(context.Included), key]));
        return rows.ToDictionary(r => (long)r[^1]!);
    }
}

/// <summary>Loads the rows that belong to each parent of a level, in one query.</summary>
internal sealed class ChildrenQuery(SchemaView view, PlannedField field, RowPlan plan, Children relation) : RowQuery(view, field, plan)
{
    private readonly Func<object, object?>? _parentKey = relation.ParentKey.Parameters[0].Type is { } type ? ParentKeyOf(relation.ParentKey, type) : null;

    public override async ValueTask<object?> ResolveAsync(object? parent, RequestContext context) => (await ResolveAllAsync([parent], context))[0];

    /// <summary>The list of rows for each parent; null for a parent without a key.</summary>
    /// <param name="parents">Keys, or in-memory objects with keys.</param>
    /// <param name="context">The request.</param>
    public Task<object?[]> ResolveAllAsync(object?[] parents, RequestContext context)
    {
        if (Field.Row is null)
        {
            parents = Array.ConvertAll(parents, parent => _parentKey!(parent!));
        }

        return relation.Accept(new Reading(this, parents, context));
    }

    /// <summary>Compiles a function that reads the key of a parent that is an object in memory.</summary>
    public static Func<object, object?> ParentKeyOf(LambdaExpression key, Type parentType)
    {
        var parent = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object?>>(
            Expression.Convert(key.Inline([Expression.Convert(parent, parentType)]), typeof(object)), parent).Compile();
    }

    private sealed class Reading(ChildrenQuery query, object?[] parentKeys, RequestContext context) : IChildrenVisitor<Task<object?[]>>
    {
        public async Task<object?[]> Visit<TParent, TKey, TChild>(
            Expression<Func<TParent, TKey>> parentKey,
            Expression<Func<TChild, TKey>> childKey,
            Func<IQueryable<TChild>, IQueryable<TChild>> rows)
            where TKey : notnull
            where TChild : class
        {
            var places = new Dictionary<TKey, int>(parentKeys.Length);
            foreach (var key in parentKeys)
            {
                if (key is not null)
                {
                    places.TryAdd((TKey)key, places.Count);
                }
            }

            var children = places.Count == 0 ? [] : Divide(
                await query.ReadAsync("", new RowArguments(context, ArgumentValues.Empty, [], places.Keys.ToArray()), source =>
                {
                    var all = (IQueryable<TChild>)query.Ruled(source.Set<TChild>(context.Services));
                    var mine = (IQueryable<TChild>)Where(all, IsAmongKeys(childKey));
                    return source.Prepare(context.Services, rows(mine), [.. query.Plan.Active(context.Included), childKey]);
                }),
                places);
            var results = new object?[parentKeys.Length];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = parentKeys[i] is { } key ? children[places[(TKey)key]] : null;
            }

            return results;
        }

        /// <summary>Groups the rows by the position of their key, in the order in which they were read.</summary>
        private static object?[][][] Divide<TKey>(List<object?[]> rows, Dictionary<TKey, int> places)
            where TKey : notnull
        {
            var (counts, owners) = (new int[places.Count], new int[rows.Count]);
            for (var i = 0; i < owners.Length; i++)
            {
                counts[owners[i] = places[(TKey)rows[i][^1]!]]++;
            }

            var children = Array.ConvertAll(counts, count => new object?[count][]);
            for (var i = owners.Length - 1; i >= 0; i--)
            {
                children[owners[i]][--counts[owners[i]]] = rows[i];
            }

            return children;
        }
    }
}
