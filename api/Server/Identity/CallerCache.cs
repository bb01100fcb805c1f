using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Caches the caller of each token for a short time, or that the token has expired. A signature is then checked and a scope
/// looked up once a minute instead of once per request.
/// </summary>
/// <remarks>
/// Stores hashes of tokens only. Memory is bounded: when the young half is full, it replaces the old half, whose entries are
/// dropped.
/// </remarks>
internal sealed class CallerCache(TimeProvider clock)
{
    /// <summary>How long a removed scope may still be accepted.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const int HalfSize = 10_000;
    private const int LongestOnStack = 2048;

    private readonly Lock _gate = new();
    private ConcurrentDictionary<Key, Entry> _young = new();
    private ConcurrentDictionary<Key, Entry> _old = new();

    public static Key KeyOf(string token, Role? acting)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var bytes = token.Length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[token.Length];
        // Other characters become question marks, which no valid token contains.
        SHA256.HashData(bytes[..Encoding.Latin1.GetBytes(token, bytes)], hash);
        var halves = MemoryMarshal.Cast<byte, UInt128>(hash);
        return new Key(halves[0], halves[1], acting);
    }

    /// <summary>Returns the cached result for the token; null if the token must be checked.</summary>
    public CallerAnswer? Find(Key key, int keysVersion) =>
        Entered(key) is { } entry && entry.KeysVersion == keysVersion && clock.GetUtcNow() < entry.Until ? entry.Answer : default(CallerAnswer?);

    /// <summary>Whether the token was valid at its last check, however long ago.</summary>
    public bool WasGood(Key key) => Entered(key)?.Answer.Caller is not null;

    /// <summary>Removes a token that is no longer valid.</summary>
    public void Remove(Key key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    public void Add(Key key, int keysVersion, CallerAnswer answer, DateTimeOffset endsAt)
    {
        var until = clock.GetUtcNow() + Lifetime;
        if (_young.Count >= HalfSize)
        {
            Age();
        }

        _young[key] = new Entry(answer, keysVersion, endsAt < until ? endsAt : until);
    }

    private Entry? Entered(Key key) => _young.TryGetValue(key, out var found) || _old.TryGetValue(key, out found) ? found : null;

    private void Age()
    {
        lock (_gate)
        {
            if (_young.Count < HalfSize)
            {
                return;
            }

            _old = _young;
            _young = new ConcurrentDictionary<Key, Entry>();
        }
    }

    internal readonly record struct Key(UInt128 First, UInt128 Second, Role? Acting);

    private sealed record Entry(CallerAnswer Answer, int KeysVersion, DateTimeOffset Until);
}
