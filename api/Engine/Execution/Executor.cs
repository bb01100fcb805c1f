using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Executes a plan in two steps. The first resolves all asynchronous values level by level, for all objects of a level at
/// once. The second writes the response in one pass and reads all other values from memory.
/// </summary>
/// <remarks>Specification: 6.2 Executing Operations, 6.4 Executing Fields.</remarks>
/// <param name="plan">The plan.</param>
/// <param name="context">The request.</param>
/// <param name="logger">Logs unexpected exceptions.</param>
/// <param name="done">
/// Results of a mutation's root fields, kept so that a response that is prepared again runs nothing twice; null for other
/// operations.
/// </param>
internal sealed class Executor(OperationPlan plan, RequestContext context, ILogger logger, Dictionary<PlannedField, object?>? done = null)
{
    /// <summary>Resolves all asynchronous values.</summary>
    /// <param name="initial">The initial value: the event of a subscription, otherwise null.</param>
    public async Task<ResolvedObject> ResolveAsync(object? initial = null)
    {
        var root = new ResolvedObject(initial ?? new object(), plan.Root);
        if (plan.Root.Undecided(context) is not null)
        {
            return root;
        }

        if (plan.Operation == OperationType.Mutation)
        {
            // ExecuteRootSelectionSet(serial): each field is completed, including its subtree, before the next one begins.
            foreach (var field in plan.Root.InOrder(context).Where(f => f.StoredAt >= 0))
            {
                await ResolveLevelsAsync([new Work(field, root)]);
            }
        }
        else
        {
            var work = new List<Work>();
            AddWork(root, work);
            await ResolveLevelsAsync(work);
        }

        return root;
    }

    private async Task ResolveLevelsAsync(List<Work> level)
    {
        while (level.Count > 0)
        {
            var next = new List<Work>(level.Count);
            List<(Work Work, Task<object?> Task)> waiting = [];
            List<Batch> children = [];
            foreach (var work in level)
            {
                if (!work.Field.IsIncluded(context))
                {
                    continue;
                }

                if (work.Field.Query is ChildrenQuery)
                {
                    BatchOf(work.Field, children).Parents.Add(work.Parent);
                    continue;
                }

                var value = Start(work);
                if (value.IsCompletedSuccessfully)
                {
                    Complete(work, value.Result, next);
                }
                else
                {
                    waiting.Add((work, value.AsTask()));
                }
            }

            foreach (var batch in children)
            {
                batch.Read = ReadAsync(batch);
            }

            if (waiting.Count == 0 && children.Count == 0)
            {
                level = next;
                continue;
            }

            await RunLoadersAsync([.. waiting.Select(w => w.Task), .. children.Select(b => b.Read)]);
            foreach (var (work, task) in waiting)
            {
                Complete(work, Result(work, task), next);
            }

            foreach (var batch in children)
            {
                // Already completed; throws if the request was cancelled meanwhile.
                await batch.Read;
                for (var i = 0; i < batch.Parents.Count; i++)
                {
                    Complete(new Work(batch.Field, batch.Parents[i]), batch.Values is { } values ? values[i] : batch.Error, next);
                }
            }

            level = next;
        }
    }

    /// <summary>
    /// Reads the children of all parents of a level with one query. A separate wait per parent would cost more than its rows.
    /// </summary>
    private async Task ReadAsync(Batch batch)
    {
        try
        {
            var parents = new object?[batch.Parents.Count];
            for (var i = 0; i < parents.Length; i++)
            {
                parents[i] = KeyOf(batch.Field, batch.Parents[i]);
            }

            batch.Values = await ((ChildrenQuery)batch.Field.Query!).ResolveAllAsync(parents, context);
        }
        catch (Exception exception) when (IsOfField(exception))
        {
            batch.Error = FieldError.Of(exception, batch.Field, logger);
        }
    }

    private static Batch BatchOf(PlannedField field, List<Batch> batches)
    {
        foreach (var batch in batches)
        {
            if (batch.Field == field)
            {
                return batch;
            }
        }

        batches.Add(new Batch(field));
        return batches[^1];
    }

    /// <summary>The input of a query from the parent: a key in the parent's row, or the parent itself.</summary>
    private object? KeyOf(PlannedField field, ResolvedObject parent) =>
        field.Row is null ? parent.Source : field.Row.Read((object?[])parent.Source, context);

    /// <summary>Runs batches until every field of the level has its value. A field can request a batch late.</summary>
    private async Task RunLoadersAsync(Task[] waiting)
    {
        var all = Task.WhenAll(waiting);
        while (!all.IsCompleted)
        {
            if (!await context.DispatchLoadersAsync())
            {
                await Task.WhenAny(all, context.LoaderQueued());
            }
        }

        // The field of each task reports the task's error.
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>The field's value, or a task for it. An exception becomes a <see cref="FieldError"/>.</summary>
    private ValueTask<object?> Start(Work work)
    {
        try
        {
            var (field, parent) = (work.Field, work.Parent);
            if (done is not null && done.TryGetValue(field, out var result))
            {
                return new ValueTask<object?>(result);
            }

            return field.Field.Binding switch
            {
                MethodBinding method when plan.Operation == OperationType.Mutation && parent.Selection == plan.Root => Mutate(field, method, parent),
                MethodBinding method => method.Invoke(parent.Source, field.Arguments(context), context),
                RefBinding reference => field.Query!.ResolveAsync(reference.Id(parent.Source), context),
                NodeBinding nodes => new ValueTask<object?>(ResolveNodesAsync(nodes, field)),
                QueryBinding or ChildrenBinding =>
                    field.Query!.ResolveAsync(KeyOf(field, parent), context),
                _ => new ValueTask<object?>(ReadValue(field, parent.Source, plan, context)),
            };
        }
        catch (Exception exception) when (IsOfField(exception))
        {
            return new ValueTask<object?>(FieldError.Of(exception, work.Field, logger));
        }
    }

    private ValueTask<object?> Mutate(PlannedField field, MethodBinding method, ResolvedObject parent)
    {
        var arguments = field.Arguments(context);
        return context.AroundMutation(new MutationCall(
            context, field.Field.Name, field.ResponseName, arguments, () => method.Invoke(parent.Source, arguments, context)));
    }

    /// <summary>The result of a completed task.</summary>
    private object? Result(Work work, Task<object?> task)
    {
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (IsOfField(exception))
        {
            return FieldError.Of(exception, work.Field, logger);
        }
    }

    private bool IsOfField(Exception exception) =>
        exception is not OutOfMemoryException && !(exception is OperationCanceledException && context.Cancellation.IsCancellationRequested)
        && !context.IsOutage(exception);

    private async Task<object?> ResolveNodesAsync(NodeBinding binding, PlannedField field)
    {
        var arguments = field.Arguments(context);
        if (!binding.Many)
        {
            return await NodeAsync(field, (string)arguments["id"]!);
        }

        var ids = (object?[])arguments["ids"]!;
        if (ids.Length > MaxNodes)
        {
            throw new GraphQLException($"`{field.Field.Coordinate}` has {ids.Length} ids; the limit is {MaxNodes} (MaxNodes).", ErrorCodes.LimitExceeded);
        }

        return await Task.WhenAll(ids.Select(id => NodeAsync(field, (string)id!)));
    }

    /// <summary>Maximum number of ids in <c>nodes</c>.</summary>
    internal const int MaxNodes = 100;

    private async Task<object?> NodeAsync(PlannedField field, string id)
    {
        if (!GlobalId.TryDecode(id, out var type, out var number) || !field.Nodes!.TryGetValue(type, out var query))
        {
            return null;
        }

        return await query.ResolveAsync(number, context) is { } row
            ? new TypedValue((ObjectType)context.View.Schema.Type(type)!, row)
            : null;
    }

    /// <summary>Reads a value that needs no waiting.</summary>
    internal static object? ReadValue(PlannedField field, object source, OperationPlan plan, RequestContext context)
    {
        if (field.Row is not null)
        {
            return field.Row.Read((object?[])source, context);
        }

        return field.Field.Binding switch
        {
            PureBinding pure => Identified(field, pure.Get(source, field.Arguments(context), context)),
            null => field.Field.Name switch
            {
                "__schema" => plan.View.Schema,
                "__type" => plan.View.Schema.Type((string)field.Arguments(context)["name"]!),
                _ => throw new InvalidOperationException($"{field.Field.Name} has no binding."),
            },
            _ => throw new InvalidOperationException($"{field.Field.Coordinate} is resolved asynchronously and cannot be read here."),
        };
    }

    private static object? Identified(PlannedField field, object? value) =>
        field.Field.Id is { } id && value is not null ? id.Encode(value) : value;

    /// <summary>Stores the value, and queues the asynchronous fields below it.</summary>
    private void Complete(Work work, object? value, List<Work> next)
    {
        if (done is not null && work.Parent.Selection == plan.Root)
        {
            done[work.Field] = value;
        }

        try
        {
            work.Parent.Values[work.Field.StoredAt] = Wrap(work.Field, work.Field.Field.Type, value, next);
        }
        catch (Exception exception) when (IsOfField(exception))
        {
            work.Parent.Values[work.Field.StoredAt] = FieldError.Of(exception, work.Field, logger);
        }
    }

    private object? Wrap(PlannedField field, GraphQLType type, object? value, List<Work> next)
    {
        switch (type.Nullable)
        {
            case ListType list when value is System.Collections.IEnumerable items and not string:
                return field.HoldsStored ? WrapItems(field, list.OfType, items, next) : Enumerated(items);
            case FieldsType or UnionType when value is not (null or FieldError):
                return WrapObject(field, value, next);
            default:
                return value;
        }
    }

    private object?[] WrapItems(PlannedField field, GraphQLType type, System.Collections.IEnumerable items, List<Work> next)
    {
        var list = items as System.Collections.IList ?? items.Cast<object?>().ToArray();
        var wrapped = new object?[list.Count];
        for (var i = 0; i < wrapped.Length; i++)
        {
            wrapped[i] = Wrap(field, type, list[i], next);
        }

        return wrapped;
    }

    /// <summary>The list with all items in memory. A lazy sequence could fail halfway through.</summary>
    internal static System.Collections.IEnumerable Enumerated(System.Collections.IEnumerable items) =>
        items is System.Collections.ICollection ? items : items.Cast<object?>().ToArray();

    private object? WrapObject(PlannedField field, object value, List<Work> next)
    {
        if (SelectionOf(field, value) is not { Stored: > 0 } selection)
        {
            return value;
        }

        var resolved = new ResolvedObject(value is TypedValue typed ? typed.Value : value, selection);
        if (selection.Undecided(context) is null)
        {
            AddWork(resolved, next);
        }

        return resolved;
    }

    private static void AddWork(ResolvedObject parent, List<Work> work)
    {
        foreach (var field in parent.Selection.Fields)
        {
            if (field.StoredAt >= 0)
            {
                work.Add(new Work(field, parent));
            }
        }
    }

    /// <summary>ResolveAbstractType() of the specification: uses the type tag of the value, or its C# type.</summary>
    internal static SelectionPlan? SelectionOf(PlannedField field, object value)
    {
        if (field.Selection is not null)
        {
            return field.Selection;
        }

        return value switch
        {
            ResolvedObject resolved => resolved.Selection,
            TypedValue typed => field.Selections.GetValueOrDefault(typed.Type),
            _ => SelectionOf(field, value.GetType()),
        };
    }

    // A separate method, because the captures of a lambda are allocated at the start of its method even if it is not used.
    private static SelectionPlan? SelectionOf(PlannedField field, Type runtime) =>
        field.Selections.Values.FirstOrDefault(s => s.Type.RuntimeType == runtime);

    private readonly record struct Work(PlannedField Field, ResolvedObject Parent);

    /// <summary>The parents of a level whose children one query reads, with the result for each parent.</summary>
    private sealed class Batch(PlannedField field)
    {
        public PlannedField Field { get; } = field;

        public List<ResolvedObject> Parents { get; } = [];

        public Task Read { get; set; } = Task.CompletedTask;

        public object?[]? Values { get; set; }

        public FieldError? Error { get; set; }
    }
}
