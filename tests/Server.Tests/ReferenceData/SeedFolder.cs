using Integration.Graph.Server.ReferenceData;

namespace Integration.Graph.Server.Tests.ReferenceData;

/// <summary>A copy of the seed data that a test may change.</summary>
internal sealed class SeedFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("integration-graph-seed-").FullName;

    /// <summary>The files of the folder instead of the shipped ones, including assumptions.</summary>
    public SeedSource Source => new(Path);

    public SeedFolder()
    {
        foreach (var file in Directory.GetFiles(SeedSource.Default.Shipped))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
        }
    }

    /// <summary>Rewrites the lines of one file. The first line is the header.</summary>
    public void Change(string file, Func<List<string>, IEnumerable<string>> change)
    {
        var path = System.IO.Path.Combine(Path, file);
        File.WriteAllLines(path, change([.. File.ReadAllLines(path)]));
    }

    /// <summary>Replaces the line with a given beginning.</summary>
    /// <returns>The line number.</returns>
    public int Replace(string file, string beginning, Func<string, string> change)
    {
        var number = 0;
        Change(file, lines =>
        {
            number = lines.FindIndex(x => x.StartsWith(beginning, StringComparison.Ordinal)) + 1;
            number.ShouldBeGreaterThan(0, $"{file} has no line beginning with {beginning}");
            lines[number - 1] = change(lines[number - 1]);
            return lines;
        });
        return number;
    }

    public void Append(string file, string line) => Change(file, lines => [.. lines, line]);

    public void Remove(string file, string beginning) =>
        Change(file, lines => lines.Where(x => !x.StartsWith(beginning, StringComparison.Ordinal)));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
