using System.Globalization;

namespace Integration.Graph.Engine.Types;

/// <summary>Converts between the database ids of a type and global ids.</summary>
/// <param name="TypeName">Name of the object type.</param>
internal sealed record IdOf(string TypeName)
{
    /// <summary>Returns the global id of a database id.</summary>
    public string Encode(object number) => GlobalId.Encode(TypeName, Convert.ToInt64(number, CultureInfo.InvariantCulture));

    /// <summary>
    /// Returns the database id of a global id. Returns 0, which no row has, for an id of another type or a malformed id, so
    /// that impossible ids and unknown ids give the same response.
    /// </summary>
    public long Decode(string id) => GlobalId.TryDecode(id, out var type, out var number) && type == TypeName ? number : 0;
}
