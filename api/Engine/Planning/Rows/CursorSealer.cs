using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>Seals the sort keys of a row into a cursor.</summary>
/// <remarks>
/// Cursors are encrypted, because sort keys are values. They are authenticated and bound to their context, because a forged
/// cursor, or one from another query, could probe for values. They are deterministic, so that a page has the same cursors
/// from every process. The algorithm is AES-GCM with a keyed hash of context and content as nonce: a synthetic
/// initialisation vector (RFC 8452 gives the reasons). Two different cursors have the same nonce with a probability of
/// 2^-96 per pair.
/// </remarks>
public sealed class CursorSealer : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _nonceKey;

    // An AesGcm instance is not thread-safe: concurrent use corrupts the output. Each thread has its own.
    private readonly ThreadLocal<AesGcm> _cipher;

    /// <param name="key">32 random bytes, the same in every process that serves the same data.</param>
    public CursorSealer(ReadOnlySpan<byte> key)
    {
        _nonceKey = HKDF.Expand(HashAlgorithmName.SHA256, key.ToArray(), 32, "cursor nonce"u8.ToArray());
        var cipherKey = HKDF.Expand(HashAlgorithmName.SHA256, key.ToArray(), 32, "cursor cipher"u8.ToArray());
        _cipher = new ThreadLocal<AesGcm>(() => new AesGcm(cipherKey, TagSize));
    }

    /// <summary>Creates the cursor for the sort keys.</summary>
    public string Seal(IReadOnlyList<object?> keys, string context)
    {
        var plain = Pack(keys);
        var bound = SHA256.HashData(Encoding.UTF8.GetBytes(context));
        var sealedBytes = new byte[NonceSize + plain.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        HMACSHA256.HashData(_nonceKey, (byte[])[.. bound, .. plain]).AsSpan(0, NonceSize).CopyTo(nonce);
        _cipher.Value!.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize, plain.Length), sealedBytes.AsSpan(NonceSize + plain.Length), bound);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>Reads the sort keys; null if the cursor was not sealed in this context.</summary>
    public IReadOnlyList<object?>? Open(string cursor, IReadOnlyList<Type> types, string context)
    {
        if (cursor.Length > 4096 || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var sealedBytes = Base64Url.DecodeFromChars(cursor);
        if (sealedBytes.Length < NonceSize + TagSize)
        {
            return null;
        }

        var plain = new byte[sealedBytes.Length - NonceSize - TagSize];
        try
        {
            _cipher.Value!.Decrypt(
                sealedBytes.AsSpan(0, NonceSize),
                sealedBytes.AsSpan(NonceSize, plain.Length),
                sealedBytes.AsSpan(NonceSize + plain.Length),
                plain,
                SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Unpack(plain, types);
    }

    /// <inheritdoc />
    public void Dispose() => _cipher.Dispose();

    private static byte[] Pack(IReadOnlyList<object?> keys)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var key in keys)
        {
            writer.Write(key is not null);
            switch (key)
            {
                case null:
                    break;
                case string text:
                    writer.Write(text);
                    break;
                case double number:
                    writer.Write(number);
                    break;
                case DateOnly day:
                    writer.Write((long)day.DayNumber);
                    break;
                case DateTime instant:
                    writer.Write(instant.Ticks);
                    break;
                default:
                    writer.Write(Convert.ToInt64(key, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static List<object?> Unpack(byte[] plain, IReadOnlyList<Type> types)
    {
        using var reader = new BinaryReader(new MemoryStream(plain));
        var result = new List<object?>();
        foreach (var declared in types)
        {
            var type = Nullable.GetUnderlyingType(declared) ?? declared;
            result.Add(!reader.ReadBoolean() ? null
                : type == typeof(string) ? reader.ReadString()
                : type == typeof(double) ? reader.ReadDouble()
                : type == typeof(DateOnly) ? DateOnly.FromDayNumber((int)reader.ReadInt64())
                : type == typeof(DateTime) ? new DateTime(reader.ReadInt64(), DateTimeKind.Utc)
                : type == typeof(int) ? (int)reader.ReadInt64()
                : type.IsEnum ? Enum.ToObject(type, reader.ReadInt64())
                : reader.ReadInt64());
        }

        return result;
    }
}
