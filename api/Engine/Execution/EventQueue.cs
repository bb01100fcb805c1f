using System.Threading.Channels;

namespace Integration.Graph.Engine.Execution;

/// <summary>Queues events for one subscriber, up to a limit.</summary>
/// <remarks>
/// If the subscriber takes events more slowly than they arrive, its stream ends with an error. A slow subscriber neither
/// delays others nor fills the memory.
/// </remarks>
/// <typeparam name="T">The data of an event.</typeparam>
/// <param name="capacity">Maximum number of queued events.</param>
public sealed class EventQueue<T>(int capacity)
{
    private readonly Channel<T> _events = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>
    /// Adds an event. Returns false if the queue is full: the stream then ends with an error after the queued events.
    /// </summary>
    public bool TryPublish(T occurrence)
    {
        if (_events.Writer.TryWrite(occurrence))
        {
            return true;
        }

        _events.Writer.TryComplete(new SubscriberTooSlowException(capacity));
        return false;
    }

    /// <summary>Ends the stream after the queued events.</summary>
    public void Complete() => _events.Writer.TryComplete();

    /// <summary>The events. Can be read once.</summary>
    /// <exception cref="SubscriberTooSlowException">More events arrived than the queue can hold.</exception>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellation) => _events.Reader.ReadAllAsync(cancellation);
}

/// <summary>The subscriber takes events more slowly than they arrive.</summary>
/// <param name="capacity">Number of queued events.</param>
public sealed class SubscriberTooSlowException(int capacity) : Exception(
    $"Events arrive faster than the subscriber receives them: {capacity} are queued, the limit (MaxQueuedEvents). Subscribe again and query for missed data.")
{
    /// <summary>Number of queued events.</summary>
    public int Capacity { get; } = capacity;
}
