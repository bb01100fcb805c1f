using System.Diagnostics.Metrics;
using System.Globalization;
using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Emits the end of this process's chain to where a person with write access to the database cannot change it: a line of the
/// log at intervals and when the ledger closes, and a metric. See the README beside this file.
/// </summary>
/// <remarks>
/// The metric has the group's number, one series a chain. The hash is in the log alone: as an attribute it would make a new
/// series each time.
/// </remarks>
internal sealed partial class LedgerAnchorLog : BackgroundService
{
    /// <summary>The category of the lines; <see cref="Always"/> lets it pass.</summary>
    public const string Category = "Integration.Graph.Ledger.Anchor";

    /// <summary>The name of the metric.</summary>
    public const string Metric = "ledger.chain.group";

    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly Meter _meter = new(Telemetry.Name);
    private readonly Lock _turn = new();
    private ChainEnd? _latest;
    private ChainEnd? _logged;

    public LedgerAnchorLog(ILoggerFactory loggers, TimeProvider clock, IOptions<LedgerOptions> options)
    {
        _logger = loggers.CreateLogger(Category);
        _clock = clock;
        _interval = options.Value.AnchorInterval;
        _meter.CreateObservableGauge(Metric, Measure, "{group}", "Number of the last group of this process's chain of the ledger.");
    }

    /// <summary>A group has been stored: the chain ends with it.</summary>
    public void Move(ChainEnd end) => Volatile.Write(ref _latest, end);

    /// <summary>Logs the end of the chain, if the chain has grown since it was logged.</summary>
    public void Emit()
    {
        lock (_turn)
        {
            if (Volatile.Read(ref _latest) is not { } end || end == _logged)
                return;
            _logged = end;
            LogAnchor(end.Chain, end.Number, end.Hash);
        }
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Emit();
    }

    private IEnumerable<Measurement<long>> Measure() => Volatile.Read(ref _latest) is { } end
        ? [new Measurement<long>(end.Number, new KeyValuePair<string, object?>("ledger.chain", end.Chain.ToString(CultureInfo.InvariantCulture)))]
        : [];

    [LoggerMessage(LogLevel.Information, "Ledger anchor {Chain}:{Group}:{Hash}. Keep this line outside of the database, for verify-ledger --expect.")]
    private partial void LogAnchor(long chain, long group, string hash);

    /// <summary>
    /// Puts a rule for the category behind all others, for every provider that has rules of its own: a more specific
    /// category wins, and of two equal ones the later. So no level that is set for other lines silences the anchor.
    /// </summary>
    internal sealed class Always : IPostConfigureOptions<LoggerFilterOptions>
    {
        public void PostConfigure(string? name, LoggerFilterOptions options)
        {
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
                options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Information, filter: null));
        }
    }
}
