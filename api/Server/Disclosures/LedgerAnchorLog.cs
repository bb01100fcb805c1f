using System.Diagnostics.Metrics;
using System.Globalization;
using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Emits the end of this process's chain to places that a person with write access to the database cannot change: a log line at
/// intervals and at shutdown, and a metric. See the README beside this file.
/// </summary>
/// <remarks>
/// The metric has the group's number and one series per chain. The hash is only in the log: as an attribute of the metric it
/// would create a new series for each value.
/// </remarks>
internal sealed partial class LedgerAnchorLog : BackgroundService
{
    /// <summary>Log category of the anchor lines. <see cref="Always"/> enables it.</summary>
    public const string Category = "Integration.Graph.Ledger.Anchor";

    /// <summary>Name of the metric.</summary>
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

    /// <summary>Sets the end of the chain after a group was stored.</summary>
    public void Move(ChainEnd end) => Volatile.Write(ref _latest, end);

    /// <summary>Logs the end of the chain if the chain has grown since the last log line.</summary>
    public void Emit()
    {
        lock (_turn)
        {
            if (Volatile.Read(ref _latest) is not { } end || end == _logged)
            {
                return;
            }

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
        {
            Emit();
        }
    }

    private IEnumerable<Measurement<long>> Measure() => Volatile.Read(ref _latest) is { } end
        ? [new Measurement<long>(end.Number, new KeyValuePair<string, object?>("ledger.chain", end.Chain.ToString(CultureInfo.InvariantCulture)))]
        : [];

    [LoggerMessage(LogLevel.Information, "Ledger anchor {Chain}:{Group}:{Hash}. Keep this line outside of the database, for verify-ledger --expect.")]
    private partial void LogAnchor(long chain, long group, string hash);

    /// <summary>
    /// Adds a rule for the category after all others, for every provider that has its own rules. A more specific category
    /// wins, and the later of two equal rules wins. No log level set for other categories therefore silences the anchor.
    /// </summary>
    internal sealed class Always : IPostConfigureOptions<LoggerFilterOptions>
    {
        public void PostConfigure(string? name, LoggerFilterOptions options)
        {
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
            {
                options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Information, filter: null));
            }
        }
    }
}
