using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Reads the discovery document and the key set of an OpenID Connect issuer.
/// </summary>
/// <remarks>
/// All requests share one reading at a time, which is limited in time and size. There is at most one reading per
/// <see cref="Pause"/>, whatever tokens arrive. A token with an unknown key waits for a new reading, so that the first request
/// after a key rotation succeeds too.
/// </remarks>
internal sealed partial class OpenIdKeySource : IKeySource, IDisposable
{
    /// <summary>Age after which the keys are read again. The old ones remain valid meanwhile.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>
    /// Age after which the keys are no longer valid: a key that the issuer withdraws must be refused within a day.
    /// </summary>
    public static readonly TimeSpan Usable = TimeSpan.FromHours(24);

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int LargestDocument = 1 << 20;

    private readonly string _authority;
    private readonly TimeProvider _clock;
    private readonly ILogger<OpenIdKeySource> _logger;
    private readonly HttpClient _client;
    private readonly HttpDocumentRetriever _documents;
    private readonly Lock _gate = new();
    private Reading? _current;
    private Task<IssuerKeys?>? _last;
    private DateTimeOffset _lastBegan;

    public OpenIdKeySource(
        IOptions<AuthenticationSettings> settings, IHostEnvironment environment, TimeProvider clock,
        ILogger<OpenIdKeySource> logger)
    {
        _authority = settings.Value.Authority!.Trim().TrimEnd('/');
        _clock = clock;
        _logger = logger;
        // The handler lives as long as the server. Connections are renewed, so that a changed address of the issuer is found.
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LargestDocument,
        };
        _documents = new HttpDocumentRetriever(_client) { RequireHttps = !environment.IsDevelopment() };
    }

    public int Version => Volatile.Read(ref _current)?.Keys.Version ?? 0;

    public async ValueTask<IssuerKeys?> GetAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _current);
        var age = known is null ? TimeSpan.MaxValue : _clock.GetUtcNow() - known.At;
        if (age < Fresh)
        {
            return known!.Keys;
        }

        var reading = ReadOnce();
        return age < Usable ? known!.Keys : await reading.WaitAsync(cancellationToken);
    }

    public async ValueTask<IssuerKeys?> RefreshAsync(CancellationToken cancellationToken) =>
        await ReadOnce().WaitAsync(cancellationToken);

    public void Dispose() => _client.Dispose();

    private Task<IssuerKeys?> ReadOnce()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (_last is not null && (!_last.IsCompleted || now - _lastBegan < Pause))
            {
                return _last;
            }

            _lastBegan = now;
            // Without the cancellation token of the first request: other requests wait for the same result.
            return _last = Task.Run(ReadAsync);
        }
    }

    private async Task<IssuerKeys?> ReadAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(
                _authority + "/.well-known/openid-configuration", _documents, patience.Token);
            if (string.IsNullOrEmpty(document.Issuer) || document.SigningKeys.Count == 0)
            {
                throw new InvalidDataException("The discovery document names no issuer, or no key to sign with.");
            }
            // The issuer of Entra's addresses for several organisations is a pattern, because each organisation's tokens
            // have their own issuer.
            if (document.Issuer.Contains('{', StringComparison.Ordinal))
            {
                throw new InvalidDataException("The discovery document names no single issuer. Set Authentication:Authority to the address of one tenant.");
            }

            var keys = new IssuerKeys(Version + 1, document.Issuer, [.. document.SigningKeys]);
            Volatile.Write(ref _current, new Reading(keys, _clock.GetUtcNow()));
            return keys;
        }
        // Any failure of the remote server has the same result for the caller: the token cannot be checked now.
        catch (Exception exception)
        {
            IssuerNotRead(_authority, exception);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The keys of the token issuer {Authority} could not be read; requests with tokens that need them get status 503")]
    private partial void IssuerNotRead(string authority, Exception exception);

    private sealed record Reading(IssuerKeys Keys, DateTimeOffset At);
}
