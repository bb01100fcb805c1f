using System.Net;
using Integration.Graph.Server.Http;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Limits checks of bad tokens by a bucket of attempts per address. An attempt is taken before a token is checked and given
/// back if the token is good. An address therefore causes no more checks of bad tokens than its bucket holds, however many
/// requests it sends at once. Good tokens use no attempt, but wait while other attempts of a nearly empty bucket are in
/// progress.
/// </summary>
/// <remarks>
/// Memory is bounded: a full bucket is removed, and addresses beyond <see cref="MostAddresses"/> share one bucket.
/// </remarks>
internal sealed class BadTokens(IOptions<BadTokenOptions> options, TimeProvider clock)
{
    public const int MostAddresses = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = [];
    private readonly int _size = options.Value.BadTokens;
    private readonly double _perSecond = options.Value.BadTokensPerMinute / 60.0;
    private Bucket? _others;
    private DateTimeOffset _swept;

    /// <summary>Number of addresses whose bucket is not full.</summary>
    public int Addresses
    {
        get
        {
            lock (_gate)
            {
                return _buckets.Count;
            }
        }
    }

    /// <summary>Takes an attempt. If there is none, <see cref="Attempt.RetryAfter"/> is set.</summary>
    public async ValueTask<Attempt> TryBeginAsync(IPAddress? address, CancellationToken cancellationToken)
    {
        Bucket bucket;
        TaskCompletionSource<bool> turn;
        lock (_gate)
        {
            bucket = BucketOf(ClientAddress.Of(address));
            Refill(bucket);
            if (bucket.Take())
            {
                return new Attempt(this, bucket, null);
            }

            if (bucket.UnderWay == 0)
            {
                return new Attempt(this, null, RetryAfter(bucket));
            }
            // One of the attempts in progress may be given back.
            turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            bucket.Waiting.Enqueue(turn);
        }

        await using var given = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource<bool>)state!).TrySetCanceled(token), turn);
        return await turn.Task ? new Attempt(this, bucket, null) : new Attempt(this, null, RetryAfterOf(bucket));
    }

    /// <summary>Removes the buckets that are full again.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            _swept = clock.GetUtcNow();
            foreach (var (address, bucket) in _buckets)
            {
                Refill(bucket);
                ForgetIfFull(address, bucket);
            }
        }
    }

    private void End(Bucket bucket, bool isBad)
    {
        lock (_gate)
        {
            bucket.UnderWay--;
            if (!isBad)
            {
                bucket.Left = Math.Min(_size, bucket.Left + 1);
            }

            Refill(bucket);
            while (bucket.Waiting.Count > 0 && bucket.Take())
            {
                // A cancelled request uses no attempt.
                if (!bucket.Waiting.Dequeue().TrySetResult(true))
                {
                    bucket.GiveBack();
                }
            }

            if (bucket.UnderWay == 0)
            {
                while (bucket.Waiting.TryDequeue(out var turn))
                {
                    turn.TrySetResult(false);
                }

                ForgetIfFull(bucket.Address, bucket);
            }
        }
    }

    private Bucket BucketOf(string address)
    {
        if (_buckets.TryGetValue(address, out var known))
        {
            return known;
        }

        if (_buckets.Count >= MostAddresses && clock.GetUtcNow() - _swept > TimeSpan.FromSeconds(1))
        {
            Sweep();
        }

        return _buckets.Count >= MostAddresses
            ? _others ??= new Bucket("", _size, clock.GetUtcNow())
            : _buckets[address] = new Bucket(address, _size, clock.GetUtcNow());
    }

    private void Refill(Bucket bucket)
    {
        var now = clock.GetUtcNow();
        // A clock that was set back adds nothing.
        var passed = Math.Max(0, (now - bucket.At).TotalSeconds);
        bucket.At = now;
        bucket.Left = Math.Min(_size - bucket.UnderWay, bucket.Left + (passed * _perSecond));
    }

    private void ForgetIfFull(string address, Bucket bucket)
    {
        if (bucket.UnderWay == 0 && bucket.Left >= _size)
        {
            _buckets.Remove(address);
        }
    }

    private TimeSpan RetryAfterOf(Bucket bucket)
    {
        lock (_gate)
        {
            return RetryAfter(bucket);
        }
    }

    private TimeSpan RetryAfter(Bucket bucket) => TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((1 - bucket.Left) / _perSecond)));

    /// <summary>Permission to check one token, or the time until the next one.</summary>
    internal sealed class Attempt : IDisposable
    {
        private readonly BadTokens _tokens;
        private Bucket? _bucket;

        internal Attempt(BadTokens tokens, object? bucket, TimeSpan? retryAfter) => (_tokens, _bucket, RetryAfter) = (tokens, (Bucket?)bucket, retryAfter);

        /// <summary>Time until another attempt is possible; null if the token may be checked.</summary>
        public TimeSpan? RetryAfter { get; }

        /// <summary>Whether the token was refused, which uses up the attempt.</summary>
        public bool IsBad { get; set; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bucket, null) is { } bucket)
            {
                _tokens.End(bucket, IsBad);
            }
        }
    }

    private sealed class Bucket(string address, double left, DateTimeOffset at)
    {
        public string Address { get; } = address;
        public double Left { get; set; } = left;
        public DateTimeOffset At { get; set; } = at;
        public int UnderWay { get; set; }
        public Queue<TaskCompletionSource<bool>> Waiting { get; } = [];

        public bool Take()
        {
            if (Left < 1)
            {
                return false;
            }

            Left--;
            UnderWay++;
            return true;
        }

        public void GiveBack()
        {
            Left++;
            UnderWay--;
        }
    }
}
