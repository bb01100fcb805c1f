using System.Data.Common;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>Wakes this process's feed as soon as one of its own transactions has committed events.</summary>
internal sealed class ChangeSignal : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Tell(eventData);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(eventData);
        return Task.CompletedTask;
    }

    /// <summary>Waits until events were committed, at most for the given time.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _raised.WaitAsync(longest, cancellationToken);

    public void Dispose() => _raised.Dispose();

    private void Tell(TransactionEndEventData eventData)
    {
        if (eventData.Context is not GraphContext { HasChangeEvents: true } db)
        {
            return;
        }

        db.HasChangeEvents = false;
        // One signal is enough for any number of commits: the feed reads all new events.
        if (_raised.CurrentCount == 0)
        {
            _raised.Release();
        }
    }
}
