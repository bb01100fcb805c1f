using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Http;

/// <summary>Counts what is open on this server, and holds it to the limits.</summary>
public sealed class ActiveSubscriptions(GraphQLOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byCaller = [];
    private readonly SubscriptionOptions _limits = options.Subscriptions;
    private int _subscriptions;
    private int _connections;

    /// <summary>How many subscriptions are open.</summary>
    public int Count => Volatile.Read(ref _subscriptions);

    /// <summary>How many WebSockets are open.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Takes a place for a WebSocket; false if there is none.</summary>
    internal bool TryConnect()
    {
        if (Interlocked.Increment(ref _connections) <= _limits.MaxConnections)
        {
            return true;
        }

        Disconnect();
        return false;
    }

    internal void Disconnect() => Interlocked.Decrement(ref _connections);

    /// <summary>Takes a place for a subscription; disposing gives it back.</summary>
    /// <exception cref="GraphQLRequestException">There is none.</exception>
    internal IDisposable Enter(string caller)
    {
        lock (_lock)
        {
            var own = _byCaller.GetValueOrDefault(caller);
            if (caller.Length > 0 && own >= _limits.MaxSubscriptionsPerCaller)
            {
                throw Full($"A caller can have {_limits.MaxSubscriptionsPerCaller} subscriptions at once. End one of them first.");
            }

            if (_subscriptions >= _limits.MaxSubscriptions)
            {
                throw Full($"The server can have {_limits.MaxSubscriptions} subscriptions at once, and has them. Try again later.");
            }

            _byCaller[caller] = own + 1;
            _subscriptions++;
            return new Place(this, caller);
        }
    }

    private static GraphQLRequestException Full(string message) => new([new GraphQLError(message) { Code = ErrorCodes.LimitExceeded }]);

    private void Leave(string caller)
    {
        lock (_lock)
        {
            _subscriptions--;
            if (_byCaller[caller] == 1)
            {
                _byCaller.Remove(caller);
            }
            else
            {
                _byCaller[caller]--;
            }
        }
    }

    private sealed class Place(ActiveSubscriptions all, string caller) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                all.Leave(caller);
            }
        }
    }
}
