using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Http;

/// <summary>Counts what is open on this server, and holds it to the limits.</summary>
public sealed class ActiveSubscriptions(GraphQLOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _subscriptionsOf = [];
    private readonly Dictionary<string, int> _connectionsOf = [];
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

    /// <summary>Takes one of the places for the WebSockets of a caller; disposing gives it back. Null if there is none.</summary>
    internal IDisposable? TryBegin(string caller)
    {
        lock (_lock)
        {
            return Take(_connectionsOf, caller, _limits.MaxConnectionsPerCaller, null);
        }
    }

    /// <summary>Takes a place for a subscription; disposing gives it back.</summary>
    /// <exception cref="GraphQLRequestException">There is none.</exception>
    internal IDisposable Enter(string caller)
    {
        lock (_lock)
        {
            if (_subscriptions >= _limits.MaxSubscriptions)
            {
                throw Full($"The server can have {_limits.MaxSubscriptions} subscriptions at once (MaxSubscriptions), and has them. Try again later.");
            }

            var place = Take(_subscriptionsOf, caller, _limits.MaxSubscriptionsPerCaller, () => _subscriptions--)
                ?? throw Full($"A caller can have {_limits.MaxSubscriptionsPerCaller} subscriptions at once (MaxSubscriptionsPerCaller). End one of them first.");
            _subscriptions++;
            return place;
        }
    }

    private Place? Take(Dictionary<string, int> taken, string caller, int limit, Action? left)
    {
        var own = taken.GetValueOrDefault(caller);
        if (caller.Length > 0 && own >= limit)
        {
            return null;
        }

        taken[caller] = own + 1;
        return new Place(() =>
        {
            lock (_lock)
            {
                left?.Invoke();
                if (taken[caller] == 1)
                {
                    taken.Remove(caller);
                }
                else
                {
                    taken[caller]--;
                }
            }
        });
    }

    private static GraphQLRequestException Full(string message) => new([new GraphQLError(message) { Code = ErrorCodes.LimitExceeded }]);

    private sealed class Place(Action leave) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                leave();
            }
        }
    }
}
