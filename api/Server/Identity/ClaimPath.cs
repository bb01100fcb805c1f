using System.Text.Json;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Path of a claim in a token's payload: the names of nested objects, separated by dots. A name that contains a dot is
/// in brackets: <c>realm_access.roles</c>, <c>resource_access[my.client].roles</c>, <c>[https://example.org/roles]</c>.
/// </summary>
/// <remarks>
/// Error messages and a response header contain the path. It is therefore limited to the characters that RFC 6750, section 3,
/// allows in <c>error_description</c>: printable ASCII without quotation mark and backslash.
/// </remarks>
internal sealed class ClaimPath
{
    private readonly IReadOnlyList<string> _names;
    private readonly string _text;

    private ClaimPath(string text, IReadOnlyList<string> names)
    {
        _text = text;
        _names = names;
    }

    /// <summary>Parses a path.</summary>
    /// <param name="text">The path as it is in the settings.</param>
    /// <param name="problem">The problem with the path, as the end of a sentence; empty if there is none.</param>
    /// <returns>The path; null if the text is not a path.</returns>
    public static ClaimPath? Parse(string text, out string problem)
    {
        text = text.Trim();
        problem = "";
        if (text.Any(character => character is < ' ' or > '~' or '"' or '\\'))
        {
            problem = "has a character that is not allowed: use printable ASCII without quotation mark and backslash";
            return null;
        }
        var names = new List<string>();
        var rest = text.AsSpan();
        do
        {
            var bracket = rest.StartsWith("[");
            var end = bracket ? rest.IndexOf(']') : rest.IndexOfAny('.', '[');
            if (bracket && end < 0)
            {
                problem = "has an opening bracket without a closing one";
                return null;
            }
            var name = bracket ? rest[1..end] : end < 0 ? rest : rest[..end];
            if (name.Length == 0 || name.ContainsAny('[', ']'))
            {
                problem = name.Length == 0 ? "has an empty name" : "has a bracket within a name";
                return null;
            }
            names.Add(name.ToString());
            rest = bracket ? rest[(end + 1)..] : end < 0 ? [] : rest[end..];
            if (rest.StartsWith("."))
            {
                rest = rest[1..];
                if (rest.IsEmpty)
                {
                    problem = "ends with a dot";
                }
            }
            else if (!rest.IsEmpty && rest[0] != '[')
            {
                problem = "needs a dot after a closing bracket";
            }
        }
        while (!rest.IsEmpty && problem.Length == 0);
        return problem.Length == 0 ? new ClaimPath(text, names) : null;
    }

    /// <summary>Returns the claim's value; null if the token has no such claim.</summary>
    public JsonElement? Find(JsonElement payload)
    {
        foreach (var name in _names)
        {
            if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty(name, out payload))
            {
                return null;
            }
        }
        return payload.ValueKind == JsonValueKind.Null ? null : payload;
    }

    public override string ToString() => _text;
}
