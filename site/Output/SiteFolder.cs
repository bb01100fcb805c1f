using System.Text;

namespace Integration.Graph.Site.Output;

/// <summary>
/// A new folder that the site is written into, every file once. Overwriting files takes several times as long, and readers of
/// the old site must not see it change page by page.
/// </summary>
internal sealed class SiteFolder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // Names that differ in case only are the same file on some systems.
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly string _root;

    /// <exception cref="SiteException">The folder exists and is not empty.</exception>
    public SiteFolder(string root)
    {
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new SiteException($"The folder '{root}' is not empty. Name a new or an empty folder.");
        }

        Directory.CreateDirectory(root);
        _root = root;
    }

    /// <summary>Writes one file.</summary>
    /// <param name="file">Path relative to the site's root, with slashes.</param>
    /// <param name="content">The text, written as UTF-8.</param>
    /// <param name="origin">Description of the file, for the error if there are two.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="SiteException">The path has a page already, or could lead out of the folder.</exception>
    public async Task WriteAsync(string file, string content, string origin, CancellationToken cancellationToken)
    {
        if (!file.Split('/').All(IsPlainName))
        {
            throw new SiteException($"'{file}' ({origin}) is not a path for a page: only a to z, 0 to 9, '-', '.' and '/' are allowed.");
        }

        if (!_written.TryAdd(file, origin))
        {
            throw new SiteException($"Two pages for the path '{file}': {_written[file]} and {origin}.");
        }

        var path = Path.Combine(_root, file);
        var folder = Path.GetDirectoryName(path)!;
        if (_folders.Add(folder))
        {
            Directory.CreateDirectory(folder);
        }

        await File.WriteAllTextAsync(path, content, Utf8, cancellationToken);
    }

    private static bool IsPlainName(string name) =>
        name.Length > 0 && name[0] != '.'
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.');
}
