using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// What a mutation works with: database, caller, instant, input checks and cancellation. Each call of a mutation has its own.
/// </summary>
internal sealed class MutationScope(GraphContext db, Caller caller, RequestMoment moment, ReferenceTables reference, CancellationToken cancellationToken)
    : IRequestValue<MutationScope>
{
    private Moment _at;
    private InputChecks _check = new(reference);

    public static MutationScope Of(RequestContext context) => new(
        context.Service<GraphContext>(), context.Service<Caller>(), context.Service<RequestMoment>(), context.Service<ReferenceTables>(), context.Cancellation);

    /// <summary>Runs the mutation in a transaction: see <see cref="MutationTransaction"/>.</summary>
    /// <param name="mutation">The mutation. Its first statement deconstructs this scope.</param>
    /// <param name="attempts">Number of attempts, for a mutation that must not fail because of a concurrent one.</param>
    /// <remarks>
    /// The instant is read once, after the transaction has begun. A transaction that had to wait for others must not be recorded
    /// as earlier than theirs.
    /// </remarks>
    public Task<T> RunAsync<T>(Func<Task<T>> mutation, int attempts = 1) => MutationTransaction.RunAsync(db, () =>
    {
        (_at, _check) = (moment.Renew(), new InputChecks(reference));
        return mutation();
    }, attempts, cancellationToken);

    public void Deconstruct(out GraphContext context, out Caller sender, out Moment at, out InputChecks check, out CancellationToken cancellation) =>
        (context, sender, at, check, cancellation) = (db, caller, _at, _check, cancellationToken);
}
