using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>
/// Caches names that were read before. Documents use the same few names repeatedly, so a cached name costs no
/// allocation and a comparison of two cached names is a comparison of references.
/// </summary>
/// <remarks>
/// The table is bounded: each slot holds one name, and long names are not cached. No lock is needed, because writing a
/// reference is atomic. In a race, the same name is at worst allocated twice.
/// </remarks>
internal static class NameTable
{
    private const int LongestKept = 48;
    private static readonly string?[] Slots = new string?[4096];

    public static string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKept)
        {
            return Encoding.ASCII.GetString(name);
        }

        var hash = 2166136261u;
        foreach (var b in name)
        {
            hash = (hash ^ b) * 16777619u;
        }

        ref var slot = ref Slots[(hash ^ (hash >> 16)) & (uint)(Slots.Length - 1)];
        var known = slot;
        if (known is not null && known.Length == name.Length && Ascii.Equals(name, known))
        {
            return known;
        }

        return slot = Encoding.ASCII.GetString(name);
    }
}
