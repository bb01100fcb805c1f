using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// Documents that whoever runs the server has put into a folder, each in a file named by the SHA-256 of its bytes:
/// <c>{sha256}.graphql</c>, in lower case. One that is added is found at once; none is ever changed.
/// </summary>
internal sealed class TrustedDocuments(string folder)
{
    private const string Extension = ".graphql";
    private readonly ConcurrentDictionary<string, string> _read = new();

    /// <summary>The document with this id: its hash, with or without <c>sha256:</c> before it. Null if there is none.</summary>
    public string? Find(string id)
    {
        id = id.StartsWith("sha256:", StringComparison.Ordinal) ? id["sha256:".Length..] : id;
        // Nothing else can be a name in the folder, whatever the id says about other folders.
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

    /// <summary>What is wrong with the folder; empty if nothing is.</summary>
    public static IEnumerable<string> ProblemsOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield return $"GraphQL:TrustedDocuments is '{folder}'; there is no such folder.";
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (HashOf(File.ReadAllBytes(file)) is var hash && Path.GetFileNameWithoutExtension(file) != hash)
            {
                yield return $"GraphQL:TrustedDocuments has '{Path.GetFileName(file)}'; by its content it must be called {hash}{Extension}.";
            }
        }
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
