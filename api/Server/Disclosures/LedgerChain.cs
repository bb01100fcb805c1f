using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Computes the hash of a group over all data of the group and its entries. Each text is preceded by its length, so that no two
/// groups have the same bytes.
/// </summary>
internal static class LedgerChain
{
    // Reused per thread: the bytes of a large group would otherwise go to the large object heap each time.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Name of the storage mark that counts the chains that were started.</summary>
    public const string CountMark = "ledger-chains";

    /// <summary>The previous hash of a chain's first group.</summary>
    public static byte[] Nothing { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Returns the hash that a group with these entries must have.</summary>
    public static byte[] Hash(DisclosureGroup group, IReadOnlyList<DisclosureEntry> entries)
    {
        var bytes = _buffer ??= new ArrayBufferWriter<byte>(64 * 1024);
        bytes.ResetWrittenCount();
        bytes.Write("Integration.Graph ledger 1"u8);
        Write(bytes, group.ChainId);
        Write(bytes, group.Number);
        Write(bytes, group.At);
        Write(bytes, group.FirstEntryId);
        Write(bytes, group.Entries);
        Write(bytes, group.Anchor ?? "");
        bytes.Write(group.PreviousHash);
        foreach (var entry in entries)
        {
            Write(bytes, entry.Id);
            Write(bytes, entry.At);
            Write(bytes, entry.Role);
            Write(bytes, entry.Scope);
            Write(bytes, entry.Caller);
            Write(bytes, entry.Operation);
            Write(bytes, entry.OperationHash);
            Write(bytes, entry.Persons);
            Write(bytes, entry.ReasonHash);
        }

        return SHA256.HashData(bytes.WrittenSpan);
    }

    // In microseconds, the precision of both databases.
    private static void Write(ArrayBufferWriter<byte> bytes, DateTime at) => Write(bytes, at.Ticks / TimeSpan.TicksPerMicrosecond);

    private static void Write(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string text)
    {
        Write(bytes, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, bytes);
    }
}
