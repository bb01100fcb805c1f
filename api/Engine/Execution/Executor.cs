using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Runs a plan in two steps: values that have to be waited for are found level by level, for all objects of a level
/// at once; then the answer is written in one pass, which reads all other values from what is in memory.
/// </summary>
/// <remarks>Specification: 6.2 Executing Operations, 6.4 Executing Fields.</remarks>
/// <param name="plan">What is run.</param>
/// <param name="context">The request.</param>
/// <param name="logger">Is told of what fails unexpectedly.</param>
/// <param name="done">What a mutation's fields have come to, kept so that an answer that is made again does nothing twice; null for other operations.</param>
internal sealed class Executor(OperationPlan plan, RequestContext context, ILogger logger, Dictionary<PlannedField, object?>? done = null)
{
    /// <summary>Finds all values that have to be waited for.</summary>
    /// <param name="initial">The initial value: the event of a subscription.</param>
    public async Task<ResolvedObject> ResolveAsync(object? initial = null)
    {
        var root = new ResolvedObject(initial ?? new object(), plan.Root);
        if (plan.Root.Undecided(context) is not null)
        {
            return root;
        }

        if (plan.Operation == OperationType.Mutation)
        {
            // ExecuteRootSelectionSet(serial): each field is finished, its subtree included, before the next begins.
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
                // Over already; throws if the request has ended meanwhile.
                await batch.Read;
                for (var i = 0; i < batch.Parents.Count; i++)
                {
                    Complete(new Work(batch.Field, batch.Parents[i]), batch.Values is { } values ? values[i] : batch.Error, next);
                }
            }

            level = next;
        }
    }

    /// <summary>The children of all parents of a level are read by one query; a wait for each parent would cost more than its rows.</summary>
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

    /// <summary>What a query takes from the parent: a key that the parent's row has, or the parent.</summary>
    private object? KeyOf(PlannedField field, ResolvedObject parent) =>
        field.Row is null ? parent.Source : field.Row.Read((object?[])parent.Source, context);

    /// <summary>Runs batches until every field of the level has its value; a field may ask for a batch late.</summary>
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

        // Each task's own error is told by its field.
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>The field's value, or a wait for it; an exception becomes a <see cref="FieldError"/>.</summary>
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

    /// <summary>What came of a wait that is over.</summary>
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
            throw new GraphQLException($"`{field.Field.Coordinate}` was given {ids.Length} ids; it is limited to {MaxNodes} (MaxNodes).", ErrorCodes.LimitExceeded);
        }

        return await Task.WhenAll(ids.Select(id => NodeAsync(field, (string)id!)));
    }

    /// <summary>Most ids that <c>nodes</c> takes.</summary>
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

    /// <summary>A value that is found without waiting.</summary>
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
            _ => throw new InvalidOperationException($"{field.Field.Coordinate} has to be waited for."),
        };
    }

    private static object? Identified(PlannedField field, object? value) =>
        field.Field.Id is { } id && value is not null ? id.Encode(value) : value;

    /// <summary>Keeps the value, and queues what below it has to be waited for.</summary>
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

    /// <summary>The list with its items at hand: a sequence that is made while it is read may fail half way.</summary>
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

    /// <summary>ResolveAbstractType() of the specification: by the tag of the value, or by its C# type.</summary>
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

    // Apart, because what a lambda captures is allocated when its method begins, whether it comes to that or not.
    private static SelectionPlan? SelectionOf(PlannedField field, Type runtime) =>
        field.Selections.Values.FirstOrDefault(s => s.Type.RuntimeType == runtime);

    private readonly record struct Work(PlannedField Field, ResolvedObject Parent);

    /// <summary>The parents of a level whose children one query reads, and what it gave for each.</summary>
    private sealed class Batch(PlannedField field)
    {
        public PlannedField Field { get; } = field;

        public List<ResolvedObject> Parents { get; } = [];

        public Task Read { get; set; } = Task.CompletedTask;

        public object?[]? Values { get; set; }

        public FieldError? Error { get; set; }
    }
}
