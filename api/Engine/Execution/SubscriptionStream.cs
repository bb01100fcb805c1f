using System.Text.Json;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Execution;

public sealed partial class RequestExecutor
{
    /// <summary>CreateSourceEventStream() of the specification, with variables coerced once for all events.</summary>
    /// <param name="plan">A subscription.</param>
    /// <param name="variables">The request's variables, not coerced.</param>
    /// <param name="session">Whose rights are asked for again for each event.</param>
    /// <param name="services">Services for the source of the events; they live as long as the stream.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="GraphQLRequestException">It cannot be subscribed to.</exception>
    internal SubscriptionStream Subscribe(
        OperationPlan plan, JsonElement variables, CallerSession session, IServiceProvider services, CancellationToken cancellation)
    {
        var values = CoerceVariables(plan, variables);
        CheckCost(plan, values);
        var context = new RequestContext(services, plan.View, cancellation)
        {
            OperationName = plan.Name,
            Variables = values,
        };
        if (plan.Root.Fields is not [{ Field.Events: { } events } field])
        {
            throw RequestError($"The role {plan.View.Name} has nothing of what this subscription selects.");
        }

        try
        {
            return new SubscriptionStream(this, plan, values, session, events(field.Arguments(context), context).GetAsyncEnumerator(cancellation), cancellation);
        }
        catch (GraphQLException refused)
        {
            throw new GraphQLRequestException([new GraphQLError(refused.Message) { Code = refused.Code }]);
        }
    }

    /// <summary>
    /// ExecuteSubscriptionEvent() of the specification, as an operation of its own: with the caller's rights of this
    /// moment, the execution time-out, and what has to happen before an answer leaves.
    /// </summary>
    /// <returns>False if there is nothing to tell: the event is about a row that does not exist for the caller.</returns>
    internal async Task<bool> AnswerEventAsync(
        OperationPlan plan, IReadOnlyDictionary<string, object?> values, object? occurrence, CallerSession session, JsonOutput output, CancellationToken cancellation)
    {
        await using var scope = await session.EnterAsync(cancellation);
        return scope.Caller.View == plan.View.Name
            ? await RunAsync(plan, values, occurrence, scope.Services, scope.Caller.CursorKey, output, cancellation) != AnswerKind.None
            : throw new CallerRefusedException("The role of the token has changed.");
    }

    /// <summary>A row that is not visible is as if it did not exist: the subscriber is not told that something happened to it.</summary>
    private static bool IsAboutNothing(PlannedField field, ResolvedObject root) =>
        field.Field.Binding is RefBinding && root.Values[field.StoredAt] is null;
}

/// <summary>MapSourceToResponseEvent() of the specification: the answers to the events of a subscription.</summary>
internal sealed class SubscriptionStream(
    RequestExecutor executor,
    OperationPlan plan,
    IReadOnlyDictionary<string, object?> values,
    CallerSession session,
    IAsyncEnumerator<object?> events,
    CancellationToken cancellation) : IAsyncDisposable
{
    /// <summary>Waits for an event; false at the end.</summary>
    public ValueTask<bool> MoveNextAsync() => events.MoveNextAsync();

    /// <summary>Writes the answer to the event; false if there is nothing to tell.</summary>
    public Task<bool> WriteAsync(JsonOutput output) => executor.AnswerEventAsync(plan, values, events.Current, session, output, cancellation);

    public ValueTask DisposeAsync() => events.DisposeAsync();
}
