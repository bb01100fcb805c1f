using System.Security.Cryptography;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Output;

/// <summary>
/// Replaces an earlier site, if there is one. The new site is written beside it, and takes its place when it is complete.
/// </summary>
internal static class SiteReplacement
{
    /// <summary>Writes the site and returns the number of its pages.</summary>
    /// <exception cref="SiteException">
    /// The folder cannot be written, or holds something other than a site. Its content is unchanged.
    /// </exception>
    public static async Task<int> WriteAsync(CoverageReport report, string folder, CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var mark = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var fresh = $"{target}.new-{mark}";
        var earlier = $"{target}.old-{mark}";
        try
        {
            MustBeReplaceable(target);
            var pages = await SiteGenerator.GenerateAsync(report, fresh, cancellationToken);
            Replace(target, fresh, earlier);
            return pages;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteException($"The site cannot be written to '{folder}': {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
        finally
        {
            foreach (var leftOver in new[] { fresh, earlier }.Where(Directory.Exists))
            {
                Directory.Delete(leftOver, recursive: true);
            }
        }
    }

    private static void Replace(string target, string fresh, string earlier)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(fresh, target);
            return;
        }
        Directory.Move(target, earlier);
        try
        {
            Directory.Move(fresh, target);
        }
        catch
        {
            Directory.Move(earlier, target);
            throw;
        }
    }

    // A mistyped folder, such as a home folder, must not be replaced.
    private static void MustBeReplaceable(string target)
    {
        if (File.Exists(target))
        {
            throw new SiteException($"'{target}' is a file; name a folder.");
        }

        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any())
        {
            return;
        }

        var front = Path.Combine(target, "index.html");
        if (!File.Exists(front) || !File.ReadAllText(front).Contains($"content=\"{SiteGenerator.Name}\"", StringComparison.Ordinal))
        {
            throw new SiteException($"'{target}' holds something other than a statistics site; name another folder, or empty it first.");
        }
    }
}
