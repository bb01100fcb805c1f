using System.Collections.Concurrent;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Tests.Jobs;

public sealed class ScheduledJobTests
{
    [Fact]
    public async Task Every_failed_run_is_logged_once_with_its_consequence_and_a_job_that_is_never_due_does_not_run()
    {
        var (retried, once, never, log) = (new Retried(), new Once(), new Never(), new Complaints());
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(retried).AddSingleton(once).AddSingleton(never);
        builder.AddJobs();
        builder.AddJob(_ => new ScheduledWork<Never>("never due", "never", (work, _) => work.FailAsync(), "Nothing follows."), atStart: true);
        builder.AddJob(_ => new ScheduledWork<Once>("once", "00:00", (work, _) => work.FailAsync(), "The next night does it."), atStart: true);
        builder.AddJob(_ => new ScheduledWork<Retried>("retried", "00:00", (work, _) => work.FailAsync(), "It is tried again.", RetryPolicy.Fixed(2, TimeSpan.FromMilliseconds(20))), atStart: true);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (retried.Runs < 3 || once.Runs < 1)
            {
                await Task.Delay(10, limit.Token);
            }

            await host.StopAsync();
        }

        (retried.Runs, once.Runs, never.Runs).ShouldBe((3, 1, 0));
        log.Lines.Where(line => line.Contains("retried", StringComparison.Ordinal)).ShouldBe(Enumerable.Repeat("Error: Job 'retried' failed. It is tried again. (out of order)", 3));
        log.Lines.Except(["Error: Job 'retried' failed. It is tried again. (out of order)"]).ShouldBe(["Error: Job 'once' failed. The next night does it. (out of order)"]);
    }

    [Fact]
    public async Task Every_job_of_the_server_keeps_Danish_time()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();

        var zones = new Dictionary<string, string>();
        foreach (var key in await scheduler.GetTriggerKeys(Quartz.GroupMatcher<TriggerKey>.AnyGroup()))
        {
            if (await scheduler.GetTrigger(key) is ICronTrigger trigger)
            {
                zones.Add(key.Name, trigger.TimeZone.Id);
            }
        }

        zones.ShouldBe(new Dictionary<string, string>
        {
            ["KeyCleaning"] = "Europe/Copenhagen",
            ["FollowUp"] = "Europe/Copenhagen",
            ["Retention"] = "Europe/Copenhagen",
            ["CoverageNight"] = "Europe/Copenhagen",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_schedule_that_is_none_stops_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Some:Schedule"] = "often";
        builder.Services.AddSingleton<Once>();
        builder.AddJobs();
        builder.AddJob("Some", new ScheduledWork<Once>("once", "00:00", (work, _) => work.FailAsync(), "Nothing follows."));
        using var host = builder.Build();

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Failures.ShouldHaveSingleItem().ShouldStartWith("Some:Schedule is 'often'");
    }

    [Theory]
    [InlineData("04:15", null)]
    [InlineData("0 */10 * * * ?", null)]
    [InlineData("NEVER", null)]
    [InlineData("4:15", "Some:Schedule is '4:15'; it must be a time such as 04:15, a cron expression such as '0 15 4 * * ?', or never.")]
    [InlineData("", "Some:Schedule is ''; it must be a time such as 04:15, a cron expression such as '0 15 4 * * ?', or never.")]
    public void A_schedule_is_a_time_an_expression_or_never(string schedule, string? problem) =>
        JobSchedule.ProblemOf("Some:Schedule", schedule).ShouldBe(problem);

    private abstract class Work
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public Task FailAsync()
        {
            Interlocked.Increment(ref _runs);
            throw new InvalidOperationException("out of order");
        }
    }

    private sealed class Retried : Work;

    private sealed class Once : Work;

    private sealed class Never : Work;

    /// <summary>Collects log entries of level Warning and above, each with its exception.</summary>
    private sealed class Complaints : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                _lines.Enqueue($"{logLevel}: {formatter(state, exception)} ({exception?.Message})");
            }
        }

        public void Dispose()
        {
        }
    }
}
