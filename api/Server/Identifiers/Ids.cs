using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.Identifiers;

/// <summary>
/// Generates ids of rows and references of persons. The application generates them instead of the database: a running
/// number would reveal the number of persons, and a row's id must be known before it is stored.
/// </summary>
internal static class Ids
{
    // Crockford's alphabet: without I, L, O and U, which are misread or misheard as 1, 0 and V.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int SymbolCount = 8;
    private const int ReferenceLength = 12;

    /// <summary>Returns a random positive number of 63 bits.</summary>
    public static long New()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return FromBytes(bytes);
    }

    /// <summary>
    /// Returns a positive number that is the same for a name in every database: the first 63 bits of its SHA-256. For reference
    /// rows; the name includes the kind, for example <c>branch:odense</c>.
    /// </summary>
    public static long Stable(string name) => FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Returns the id of the branch with this slug.</summary>
    public static long OfBranch(string slug) => Stable("branch:" + slug);

    /// <summary>Returns the id of the centre with this slug.</summary>
    public static long OfCentre(string slug) => Stable("centre:" + slug);

    /// <summary>Returns a random reference, for example <c>RK-7Q4M-2XKD</c>: 35 random bits and a check character.</summary>
    public static string NewReference()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return Reference(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    /// <summary>Returns the reference for the lowest 35 bits of a number.</summary>
    public static string Reference(ulong number) => string.Create(ReferenceLength, number, static (text, bits) =>
    {
        var sum = 0;
        text[0] = 'R';
        text[1] = 'K';
        text[2] = text[7] = '-';
        for (var i = 0; i < SymbolCount - 1; i++, bits >>= 5)
        {
            var symbol = (int)(bits & 31);
            text[Place(i)] = Alphabet[symbol];
            sum = TimesFour(sum) ^ symbol;
        }
        text[Place(SymbolCount - 1)] = Alphabet[TimesFour(sum)];
    });

    /// <summary>
    /// Whether the text is a reference with a valid check character, in capital letters and with both hyphens.
    /// </summary>
    /// <remarks>
    /// The eight characters are elements of the field of 32 elements (x⁵ = x² + 1). The sum of each times 4ⁿ, with n counted
    /// from the last character, must be zero. 4 generates the field's 31 units, so the eight weights are all different and
    /// none is zero. Every single wrong character and every swap of two different characters is therefore detected.
    /// </remarks>
    public static bool IsReference(string? text)
    {
        if (text is not { Length: ReferenceLength } || text[0] != 'R' || text[1] != 'K' || text[2] != '-' || text[7] != '-')
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < SymbolCount; i++)
        {
            var symbol = Alphabet.IndexOf(text[Place(i)], StringComparison.Ordinal);
            if (symbol < 0)
            {
                return false;
            }

            sum = TimesFour(sum) ^ symbol;
        }
        return sum == 0;
    }

    private static int Place(int symbol) => symbol < 4 ? 3 + symbol : 4 + symbol;

    private static int TimesFour(int element)
    {
        var product = element << 2;
        if ((product & 64) != 0)
        {
            product ^= 0b100101 << 1;
        }

        if ((product & 32) != 0)
        {
            product ^= 0b100101;
        }

        return product;
    }

    private static long FromBytes(ReadOnlySpan<byte> bytes)
    {
        var id = BinaryPrimitives.ReadInt64BigEndian(bytes) & long.MaxValue;
        return id == 0 ? 1 : id;
    }
}
