using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>The server emits the end of the chain to places outside the database.</summary>
public sealed class LedgerAnchorTests
{
    private static readonly ChainEnd First = new(11, 1, new string('a', 64));
    private static readonly ChainEnd Second = new(11, 2, new string('b', 64));

    [Theory]
    [InlineData("Logging:LogLevel:Default", "None")]
    [InlineData("Logging:LogLevel:Default", "Error")]
    [InlineData("Logging:Lines:LogLevel:Default", "None")]
    [InlineData("Logging:LogLevel:Integration.Graph", "None")]
    [InlineData("Logging:Lines:LogLevel:Integration.Graph.Ledger.Anchor", "None")]
    public void No_level_of_the_log_silences_the_anchor(string setting, string level)
    {
        var lines = new Lines();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new(setting, level), new("Ledger:AnchorInterval", "01:00:00")]);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddProvider(lines);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddDisclosures();
        using (var provider = builder.Services.BuildServiceProvider())
        {
            var other = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Integration.Graph.Other");
            var anchors = provider.GetRequiredService<LedgerAnchorLog>();
            other.Log(LogLevel.Information, default, "Other", null, (state, _) => state);
            anchors.Move(First);
            anchors.Emit();
        }

        lines.All.Where(line => line != "Other").ShouldBe([$"Ledger anchor 11:1:{First.Hash}. Keep this line outside of the database, for verify-ledger --expect."]);
        lines.All.Contains("Other").ShouldBe(setting.EndsWith("Anchor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_logged_at_intervals_if_the_chain_has_grown()
    {
        var lines = new Lines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(lines));
        using var anchors = new LedgerAnchorLog(factory, TimeProvider.System, Options.Create(new LedgerOptions { AnchorInterval = TimeSpan.FromMilliseconds(20) }));
        await anchors.StartAsync(default);

        await Task.Delay(200);
        lines.All.ShouldBeEmpty();
        foreach (var end in new[] { First, Second })
        {
            anchors.Move(end);
            await UntilAsync(() => lines.All.Any(x => x.Contains(end.Hash, StringComparison.Ordinal)));
        }

        await Task.Delay(200);
        await anchors.StopAsync(default);
        lines.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_anchor_is_logged_at_stop_at_every_log_level_and_measured_and_verification_accepts_it()
    {
        var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, 60, DateOnly.FromDateTime(DateTime.UtcNow));
        var lines = new Lines();
        var measured = new ConcurrentQueue<(long Group, string? Chain)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, to) =>
            {
                if (instrument is { Name: LedgerAnchorLog.Metric, Meter.Name: Telemetry.Name })
                {
                    to.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => measured.Enqueue((value, tags[0].Value as string)));
        listener.Start();
        await using (var host = await ServerHost.StartAsync(database, null, lines, ("Logging:LogLevel:Default", "None")))
        {
            var municipality = await host.DoAsync(db => db.Refugees.Where(x => x.MunicipalityCode != null && x.Consent!.ValidUntil > DateTime.UtcNow
                && (x.Consent.MunicipalityFields & SharedFields.Name) > 0 && x.Consent.WithdrawnAt == null).Select(x => x.MunicipalityCode!).FirstAsync());
            (await host.QueryAsync(await host.TokenAsync(Role.Municipality, municipality), "{ refugees { nodes { name { given } } } }")).Errors.ShouldBeEmpty();
            listener.RecordObservableInstruments();
            var stored = await host.DoAsync(db => db.DisclosureGroups.AsNoTracking().SingleAsync());
            measured.ShouldContain((1, $"{stored.ChainId}"));
            lines.All.ShouldBeEmpty();

            await host.Services.GetRequiredService<Ledger>().StopAsync(default);
            lines.All.ShouldBe([$"Ledger anchor {stored.ChainId}:1:{Convert.ToHexStringLower(stored.Hash)}. Keep this line outside of the database, for verify-ledger --expect."]);
            var end = LedgerAnchor.ReadExpected(lines.All.Single().Split(' ')[2]);
            (await host.DoAsync(db => new LedgerVerification(db).RunAsync([end]))).Breaks.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("2.00:00:00")]
    public void An_interval_that_is_too_short_or_too_long_is_refused(string interval) =>
        new LedgerOptionsValidator().Validate(null, new LedgerOptions { AnchorInterval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture) })
            .FailureMessage.ShouldNotBeNull().ShouldStartWith("Ledger:AnchorInterval is ");

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        for (var i = 0; i < 500 && !isTrue(); i++)
        {
            await Task.Delay(20);
        }

        isTrue().ShouldBeTrue();
    }

    [ProviderAlias("Lines")]
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
