using System.Text.Json;

namespace Integration.Graph.Engine.Types;

/// <summary>The names that the schema derives from C# enums: <c>WantsContact</c> becomes <c>WANTS_CONTACT</c>.</summary>
/// <remarks>A name that an attribute sets is not considered.</remarks>
public static class EnumNames
{
    /// <summary>Writes and reads enum values in JSON by their names in the schema.</summary>
    public static JsonNamingPolicy JsonPolicy { get; } = new Policy();

    /// <summary>Returns the value's name in the schema.</summary>
    public static string SchemaName(this Enum value) => NamingConventions.EnumValue(value.ToString());

    private sealed class Policy : JsonNamingPolicy
    {
        public override string ConvertName(string name) => NamingConventions.EnumValue(name);
    }
}
