namespace Integration.Graph.Server.Time;

/// <summary>The moment for which the whole request is executed, however long execution takes.</summary>
internal sealed class RequestMoment(TimeProvider clock)
{
    public Moment At { get; } = Moment.Of(clock);

    public DateTime Now => At.Now;

    public DateOnly Today => At.Today;
}
