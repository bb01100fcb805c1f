using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>
/// Keeps names that were read before, because documents use the same few names again and again:
/// a name costs no allocation then, and comparing two of them is comparing references.
/// </summary>
/// <remarks>
/// Bounded: one name a slot, and long names are not kept. Writing a reference is atomic, so that no lock is needed;
/// the worst that a race does is to make a name twice.
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
