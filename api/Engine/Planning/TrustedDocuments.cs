using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// Documents that the operator of the server has stored in a folder. Each file is named by the SHA-256 of its bytes:
/// <c>{sha256}.graphql</c>, in lower case. An added file is found immediately; a file never changes.
/// </summary>
internal sealed class TrustedDocuments(string folder)
{
    private const string Extension = ".graphql";
    private readonly ConcurrentDictionary<string, string> _read = new();

    /// <summary>
    /// The document with this id, a hash with or without the prefix <c>sha256:</c>; null if there is none.
    /// </summary>
    public string? Find(string id)
    {
        id = id.StartsWith("sha256:", StringComparison.Ordinal) ? id["sha256:".Length..] : id;
        // Only a hash can be a file name in the folder, so an id cannot point to another folder.
        if (id.Length != SHA256.HashSizeInBytes * 2 || !id.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        if (_read.TryGetValue(id, out var known))
        {
            return known;
        }

        var file = Path.Combine(folder, id + Extension);
        return File.Exists(file) && File.ReadAllBytes(file) is var bytes && HashOf(bytes) == id
            ? _read.GetOrAdd(id, Encoding.UTF8.GetString(bytes))
            : null;
    }

    /// <summary>Problems of the folder; empty if there are none.</summary>
    public static IEnumerable<string> ProblemsOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield return $"GraphQL:TrustedDocuments is '{folder}', which does not exist. Create the folder or correct the setting.";
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (HashOf(File.ReadAllBytes(file)) is var hash && Path.GetFileNameWithoutExtension(file) != hash)
            {
                yield return $"GraphQL:TrustedDocuments contains '{Path.GetFileName(file)}', whose content requires the name {hash}{Extension}. Rename it.";
            }
        }
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
