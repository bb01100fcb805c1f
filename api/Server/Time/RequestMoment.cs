namespace Integration.Graph.Server.Time;

/// <summary>The moment for which the whole request is executed, however long execution takes.</summary>
internal sealed class RequestMoment(TimeProvider clock)
{
    private readonly Moment _at = Moment.Of(clock);

    public DateTime Now => _at.Now;

    public DateOnly Today => _at.Today;
}
