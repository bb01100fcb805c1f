using Integration.Graph.Server.Subscriptions;

namespace Integration.Graph.Server.Tests.Subscriptions;

public sealed class ChangePositionTests
{
    private readonly ChangePosition _position = new();

    [Fact]
    public void Events_from_before_the_start_are_not_sent_and_events_that_appear_between_them_are()
    {
        _position.Begin(0, [1, 2, 4]);

        _position.Untold([1, 2, 3, 4, 5]).ShouldBe([3, 5]);
    }

    [Fact]
    public void An_event_is_told_once_however_often_it_is_read()
    {
        _position.Begin(0, []);
        _position.Told(_position.Untold([2]), TimeSpan.Zero);

        _position.Untold([1, 2, 3]).ShouldBe([1, 3]);
        _position.Told([1, 3], TimeSpan.FromSeconds(1));
        _position.Untold([1, 2, 3]).ShouldBeEmpty();
    }

    [Fact]
    public void Looking_back_ends_after_longer_than_any_transaction_takes()
    {
        _position.Begin(0, []);
        _position.Told([1, 3], TimeSpan.Zero);
        _position.Told([5], ChangePosition.LookBack);
        _position.Floor.ShouldBe(0);
        _position.Untold([2, 3, 4, 5]).ShouldBe([2, 4]);

        _position.Told([], ChangePosition.LookBack + TimeSpan.FromSeconds(1));

        _position.Floor.ShouldBe(3);
        _position.Untold([2, 3, 4, 5]).ShouldBe([4]);
    }

    [Fact]
    public void The_look_back_is_longer_than_an_operation_may_take_and_shorter_than_events_are_kept()
    {
        ChangePosition.LookBack.ShouldBeGreaterThan(new Engine.Execution.GraphQLOptions().ExecutionTimeout * 2);
        ChangeFeed.Retention.ShouldBeGreaterThan(ChangePosition.LookBack * 2);
    }
}
