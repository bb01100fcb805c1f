using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Http;

/// <summary>Counts the open connections and subscriptions of this server and enforces their limits.</summary>
public sealed class ActiveSubscriptions(GraphQLOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _subscriptionsOf = [];
    private readonly Dictionary<string, int> _connectionsOf = [];
    private readonly SubscriptionOptions _limits = options.Subscriptions;
    private int _subscriptions;
    private int _connections;

    /// <summary>Number of open subscriptions.</summary>
    public int Count => Volatile.Read(ref _subscriptions);

    /// <summary>Number of open WebSockets.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Reserves a place for a WebSocket. Returns false if the limit is reached.</summary>
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

    /// <summary>Reserves one of a caller's places for WebSockets; disposing releases it. Null if the limit is reached.</summary>
    internal IDisposable? TryBegin(string caller)
    {
        lock (_lock)
        {
            return Take(_connectionsOf, caller, _limits.MaxConnectionsPerCaller, null);
        }
    }

    /// <summary>Reserves a place for a subscription; disposing releases it.</summary>
    /// <exception cref="GraphQLRequestException">The limit is reached.</exception>
    internal IDisposable Enter(string caller)
    {
        lock (_lock)
        {
            if (_subscriptions >= _limits.MaxSubscriptions)
            {
                throw Full($"The server can have {_limits.MaxSubscriptions} subscriptions at once (MaxSubscriptions), and all are in use. Try again later.");
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
