using System.Runtime.CompilerServices;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>
/// Delivers events from the database to the subscribers of this process. See decisions/0012.
/// </summary>
/// <remarks>
/// Events that this process commits are delivered immediately, events of other processes within the poll interval. A subscriber gets
/// no events from before its subscription. Without subscribers, the feed reads nothing.
/// </remarks>
internal sealed partial class ChangeFeed(
    IDbContextFactory<GraphContext> contexts, ChangeSignal signal, GraphQLOptions graph, IOptions<ChangeFeedOptions> options,
    TimeProvider clock, ILogger<ChangeFeed> logger) : BackgroundService
{
    /// <summary>
    /// How long an event is kept. Longer than <see cref="ChangePosition.LookBack"/>, so that no process misses one.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<Listener> _listeners = [];
    private readonly ChangePosition _position = new();
    private readonly long _began = clock.GetTimestamp();
    private volatile int _count;

    /// <summary>The number of subscriptions that are listening.</summary>
    public int Listeners => _count;

    /// <summary>Returns the subject ids of new events that can concern the caller.</summary>
    /// <exception cref="SubscriberTooSlowException">The caller reads events more slowly than they arrive.</exception>
    public async IAsyncEnumerable<Ref<T>> ListenAsync<T>(
        ChangeKind kind, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listener = new Listener(kind, caller, new EventQueue<long>(graph.Subscriptions.MaxQueuedEvents));
        await InTurnAsync(async () =>
        {
            // Events that other subscribers still have to get are older than this subscription.
            await (_listeners.Count == 0 ? BeginAsync(cancellationToken) : ReadAsync(cancellationToken));
            _listeners.Add(listener);
        }, cancellationToken);
        try
        {
            await foreach (var id in listener.Queue.ReadAllAsync(cancellationToken))
            {
                yield return new Ref<T>(id);
            }
        }
        finally
        {
            await InTurnAsync(() => Task.FromResult(_listeners.Remove(listener)), CancellationToken.None);
        }
    }

    /// <summary>Deletes events that every process has delivered long ago.</summary>
    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime - Retention;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ChangeEvents.Where(x => x.At < before).ExecuteDeleteAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pruned = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(options.Value.PollInterval, stoppingToken);
            try
            {
                await InTurnAsync(() => _listeners.Count == 0 ? Task.CompletedTask : ReadAsync(stoppingToken), stoppingToken);
                if (clock.GetElapsedTime(pruned) > PruneInterval)
                {
                    pruned = clock.GetTimestamp();
                    await PruneAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: the next poll reads the same events again.
                LogReadingFailed(exception);
            }
        }
    }

    private async Task InTurnAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await step();
        }
        finally
        {
            _count = _listeners.Count;
            _turn.Release();
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var floor = ChangePosition.FloorBefore(await db.ChangeEvents.MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0);
        _position.Begin(floor, await db.ChangeEvents.Where(x => x.Id > floor).Select(x => x.Id).ToListAsync(cancellationToken));
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var floor = _position.Floor;
        var untold = _position.Untold(await db.ChangeEvents.Where(x => x.Id > floor).Select(x => x.Id).ToListAsync(cancellationToken));
        var changes = untold.Count == 0 ? [] : await Change.ReadAsync(db, untold, cancellationToken);
        _position.Told(untold, clock.GetElapsedTime(_began));
        foreach (var change in changes)
        {
            _listeners.RemoveAll(listener => listener.Wants(change) && !listener.Queue.TryPublish(change.SubjectId));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Change events could not be read for subscribers; the next poll retries")]
    private partial void LogReadingFailed(Exception exception);

    private sealed record Listener(ChangeKind Kind, Caller Caller, EventQueue<long> Queue)
    {
        public bool Wants(Change change) => change.Kind == Kind && change.CanConcern(Caller);
    }
}
