namespace Integration.Graph.Site.Tests.Reports;

/// <summary>A temporary folder for one test. Disposing deletes it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("integration-graph-site-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Returns every file below a folder with its content, by path.</summary>
    public static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText),
        StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
