using System.Threading.Channels;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Events on their way to one subscriber. Bounded: when a subscriber takes them more slowly than they come, it is cut off
/// and told so; it neither holds up others nor fills the memory.
/// </summary>
/// <typeparam name="T">What tells an event.</typeparam>
/// <param name="capacity">How many may wait.</param>
public sealed class EventQueue<T>(int capacity)
{
    private readonly Channel<T> _events = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>Adds an event. False if the subscriber is cut off: what waits is still delivered, and then the reason.</summary>
    public bool TryPublish(T occurrence)
    {
        if (_events.Writer.TryWrite(occurrence))
        {
            return true;
        }

        _events.Writer.TryComplete(new SubscriberTooSlowException(capacity));
        return false;
    }

    /// <summary>Ends the stream after what waits.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>The events, to be read once.</summary>
    /// <exception cref="SubscriberTooSlowException">More waited than there is room for.</exception>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellation) => _events.Reader.ReadAllAsync(cancellation);
}

/// <summary>The subscriber takes events more slowly than they come.</summary>
/// <param name="capacity">How many waited.</param>
public sealed class SubscriberTooSlowException(int capacity) : Exception(
    $"Events come faster than they are received: {capacity} are waiting, the limit (MaxQueuedEvents). Subscribe again, and query what may have been missed.")
{
    /// <summary>How many waited.</summary>
    public int Capacity { get; } = capacity;
}
