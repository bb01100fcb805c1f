using System.Text.RegularExpressions;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Documents;

/// <summary>Every link in the documentation leads to an existing file and heading.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_of_a_document_leads_to_a_file_and_a_heading()
    {
        var documents = Documents().ToList();
        documents.Count.ShouldBeGreaterThan(30);
        var broken = new List<string>();
        var links = 0;
        foreach (var document in documents)
        {
            foreach (var target in Link().Matches(WithoutCode(File.ReadAllText(document))).Select(match => match.Groups[1].Value).Where(x => !x.Contains("://", StringComparison.Ordinal)))
            {
                links++;
                var (path, anchor) = target.Split('#') is [var file, var heading] ? (file, heading) : (target, null);
                var place = path.Length == 0 ? document : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, path));
                if (!File.Exists(place) && !Directory.Exists(place))
                {
                    broken.Add($"{Path.GetRelativePath(Readme.Repository, document)}: {target} does not exist");
                }
                else if (anchor is not null && !Anchors(place).Contains(anchor))
                {
                    broken.Add($"{Path.GetRelativePath(Readme.Repository, document)}: {target} has no such heading");
                }
            }
        }

        broken.ShouldBeEmpty();
        links.ShouldBeGreaterThan(50);
    }

    /// <summary>The records that text and comments name by number exist.</summary>
    [Fact]
    public void Every_decision_that_the_code_names_exists()
    {
        var sources = Directory.EnumerateFiles(Readme.Repository, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".razor" or ".targets" && IsOurs(file)).ToList();
        var named = sources.SelectMany(file => Decision().Matches(File.ReadAllText(file)).Select(match => (
            Folder: file.StartsWith(Path.Combine(Readme.Repository, "site"), StringComparison.Ordinal) || match.Groups[1].Value == "site/" ? "site" : "api", Number: match.Groups[2].Value))).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Where(one => Directory.GetFiles(Path.Combine(Readme.Repository, one.Folder, "decisions"), one.Number + "-*.md").Length != 1).ShouldBeEmpty();
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Readme.Repository, "*.md", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Where(IsOurs);

    private static bool IsOurs(string file)
    {
        var parts = Path.GetRelativePath(Readme.Repository, file).Split(Path.DirectorySeparatorChar);
        return !parts.Any(part => part is "node_modules" or "bin" or "obj" or "generated" or ".git" or "data");
    }

    private static string WithoutCode(string text) => Code().Replace(text, "");

    // Anchors as GitHub generates them: small letters, hyphens for spaces, no punctuation.
    private static HashSet<string> Anchors(string file) =>
    [
        .. File.ReadAllLines(file).Where(line => line.StartsWith('#')).Select(line =>
            Punctuation().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"(site/|api/)?decisions/(\d{4})")]
    private static partial Regex Decision();
}
