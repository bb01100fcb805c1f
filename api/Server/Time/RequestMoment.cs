namespace Integration.Graph.Server.Time;

/// <summary>The moment for which the whole request is executed, however long execution takes.</summary>
internal sealed class RequestMoment(TimeProvider clock)
{
    public Moment At { get; private set; } = Moment.Of(clock);

    /// <summary>Reads the clock again, for a mutation whose transaction has begun. Its result is then read for the same moment.</summary>
    public Moment Renew() => At = Moment.Of(clock);

    public DateTime Now => At.Now;

    public DateOnly Today => At.Today;
}
