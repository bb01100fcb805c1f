using System.Text.Json;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Execution;

public sealed partial class RequestExecutor
{
    /// <summary>CreateSourceEventStream() of the specification. Variables are coerced once for all events.</summary>
    /// <param name="plan">A subscription.</param>
    /// <param name="variables">The request's variables, not coerced.</param>
    /// <param name="session">The caller's session, whose rights are checked again for each event.</param>
    /// <param name="services">Services for the source of the events. They live as long as the stream.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="GraphQLRequestException">The subscription cannot start.</exception>
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
            throw RequestError("The caller's schema contains no field that this subscription selects.");
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
    /// ExecuteSubscriptionEvent() of the specification. Each event is an operation of its own, with the caller's current
    /// rights, the execution time-out and <see cref="GraphQLOptions.BeforeAnswer"/>.
    /// </summary>
    /// <returns>False if nothing is sent, because the event concerns a row that does not exist for the caller.</returns>
    internal async Task<bool> AnswerEventAsync(
        OperationPlan plan, IReadOnlyDictionary<string, object?> values, object? occurrence, CallerSession session, JsonOutput output, CancellationToken cancellation)
    {
        await using var scope = await session.EnterAsync(cancellation);
        return scope.Caller.View == plan.View.Name
            ? await RunAsync(plan, values, occurrence, scope.Services, scope.Caller.CursorKey, output, cancellation) != AnswerKind.None
            : throw new CallerRefusedException("The role of the token has changed.");
    }

    /// <summary>Whether the row of the event is not visible. The subscriber then receives nothing.</summary>
    private static bool IsAboutNothing(PlannedField field, ResolvedObject root) =>
        field.Field.Binding is RefBinding && root.Values[field.StoredAt] is null;
}

/// <summary>MapSourceToResponseEvent() of the specification: the responses to the events of a subscription.</summary>
internal sealed class SubscriptionStream(
    RequestExecutor executor,
    OperationPlan plan,
    IReadOnlyDictionary<string, object?> values,
    CallerSession session,
    IAsyncEnumerator<object?> events,
    CancellationToken cancellation) : IAsyncDisposable
{
    /// <summary>Waits for an event. Returns false at the end of the stream.</summary>
    public ValueTask<bool> MoveNextAsync() => events.MoveNextAsync();

    /// <summary>Writes the response to the event. Returns false if nothing is sent.</summary>
    public Task<bool> WriteAsync(JsonOutput output) => executor.AnswerEventAsync(plan, values, events.Current, session, output, cancellation);

    public ValueTask DisposeAsync() => events.DisposeAsync();
}
