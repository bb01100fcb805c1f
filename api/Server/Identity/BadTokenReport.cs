using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Http;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Logs once per interval how many tokens were refused and why. The log contains no token, subject or address: a person's work
/// address is a personal value, and the number of addresses is enough to tell an attack from an expired token.
/// </summary>
internal sealed partial class BadTokenReport : BackgroundService
{
    private const int MostReasons = 32;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addresses = [];
    private readonly BadTokens _tokens;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger<BadTokenReport> _logger;
    private readonly Counter<long> _judged;
    private int _unread;

    public BadTokenReport(BadTokens tokens, IOptions<BadTokenOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<BadTokenReport> logger)
    {
        (_tokens, _interval, _clock, _logger) = (tokens, options.Value.BadTokenReport, clock, logger);
        // Under the engine's meter name, which is exported.
        _judged = meters.Create(Telemetry.Name).CreateCounter<long>("integration_graph.token.judged", "{token}",
            "Tokens that were not in the cache, by outcome: accepted, refused, unread (refused by RateLimit:BadTokens), undecided.");
    }

    /// <summary>Counts a token that was checked.</summary>
    public void Judged(Refusal? refusal, IPAddress? address)
    {
        _judged.Add(1, new KeyValuePair<string, object?>("outcome", refusal switch
        {
            null => "accepted",
            { Status: StatusCodes.Status429TooManyRequests } => "unread",
            { IsOfToken: true } => "refused",
            _ => "undecided",
        }));
        if (refusal is { IsOfToken: true } or { Status: StatusCodes.Status429TooManyRequests })
        {
            Note(refusal, address);
        }
    }

    /// <summary>Records a request that was refused because of its token or its Authorization header.</summary>
    public void Note(Refusal refusal, IPAddress? address)
    {
        lock (_gate)
        {
            if (_addresses.Count < BadTokens.MostAddresses)
            {
                _addresses.Add(ClientAddress.Of(address));
            }

            if (refusal.Status == StatusCodes.Status429TooManyRequests)
            {
                _unread++;
                return;
            }

            // Problems of a token are a few fixed sentences. A missing role or scope has one reason, because its message
            // lists the token's roles.
            var reason = refusal.Status == StatusCodes.Status403Forbidden ? "No usable role or scope." : refusal.Message;
            if (!_reasons.ContainsKey(reason) && _reasons.Count >= MostReasons)
            {
                reason = "Other reasons.";
            }

            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        }
    }

    /// <summary>Logs what was recorded since the last time, if anything was.</summary>
    public void Write()
    {
        int refused, addresses, unread;
        string reasons;
        lock (_gate)
        {
            if (_addresses.Count == 0)
            {
                return;
            }

            (refused, addresses, unread) = (_reasons.Values.Sum(), _addresses.Count, _unread);
            reasons = string.Join(" ", _reasons.Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Value} x {x.Key}")));
            _reasons.Clear();
            _addresses.Clear();
            _unread = 0;
        }

        LogRefused(refused, addresses, unread, reasons);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Write();
                _tokens.Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }

        Write();
    }

    [LoggerMessage(LogLevel.Warning,
        "{Refused} requests from {Addresses} addresses were refused because of their token, and {Unread} more without a check (RateLimit:BadTokens). {Reasons}")]
    private partial void LogRefused(int refused, int addresses, int unread, string reasons);
}
