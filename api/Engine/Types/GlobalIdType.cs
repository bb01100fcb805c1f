using System.Globalization;

namespace Integration.Graph.Engine.Types;

/// <summary>Where a number of the database stands as an <c>ID</c>: the type whose number it is.</summary>
/// <param name="TypeName">Name of the object type.</param>
internal sealed record IdOf(string TypeName)
{
    /// <summary>The id of a number.</summary>
    public string Encode(object number) => GlobalId.Encode(TypeName, Convert.ToInt64(number, CultureInfo.InvariantCulture));

    /// <summary>
    /// The number of an id; 0, which no row has, for an id of another type or none at all: an id that cannot be and
    /// one that is not there are answered alike.
    /// </summary>
    public long Decode(string id) => GlobalId.TryDecode(id, out var type, out var number) && type == TypeName ? number : 0;
}
