using System.Text;

namespace Integration.Graph.Engine.Types;

/// <summary>Derives schema names from C# names, with HotChocolate's conventions.</summary>
internal static class NamingConventions
{
    /// <summary>Name of a field: <c>GetRefugeesAsync</c> becomes <c>refugees</c>.</summary>
    public static string Field(string name)
    {
        if (name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3 && char.IsUpper(name[3]))
        {
            name = name[3..];
        }

        if (name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5)
        {
            name = name[..^5];
        }

        return CamelCase(name);
    }

    /// <summary>The name in camel case: <c>IDOf</c> becomes <c>idOf</c>, <c>PostalCode</c> becomes <c>postalCode</c>.</summary>
    public static string CamelCase(string name)
    {
        var upper = 0;
        while (upper < name.Length && char.IsUpper(name[upper]))
        {
            upper++;
        }

        var lower = upper <= 1 || upper == name.Length ? upper : upper - 1;
        return name[..lower].ToLowerInvariant() + name[lower..];
    }

    /// <summary>Name of an enum value: <c>WantsContact</c> becomes <c>WANTS_CONTACT</c>.</summary>
    public static string EnumValue(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
            {
                result.Append('_');
            }

            result.Append(char.ToUpperInvariant(name[i]));
        }

        return result.ToString();
    }

    /// <summary>Prefix of a type derived from a field: <c>refugees</c> becomes <c>Refugees</c>.</summary>
    public static string PascalCase(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
