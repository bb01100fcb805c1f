using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Site;
using Integration.Graph.Site.Report;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>
/// Publishes the site of a report. Writes it into a new folder, and only then sets the file <c>current</c> to that folder's
/// name. If publishing fails, the previous site stays published.
/// </summary>
internal sealed class CoveragePublisher(IOptions<CoverageOptions> options)
{
    /// <summary>Name of the file that contains the name of the served folder.</summary>
    public const string Pointer = "current";

    private const string Published = "site-";
    private const string Unfinished = "building-";

    // Longer than any build that is still running, in this process or another.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// Publishes the report's site, unless the same report, rendered by the same program version, is already published.
    /// </summary>
    /// <returns>The new folder; null if the site was already published.</returns>
    public async Task<string?> PublishAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(options.Value.Output).FullName;
        var version = string.Create(CultureInfo.InvariantCulture, $"{Published}{report.On:yyyy-MM-dd}-{report.Revision}-{Fingerprint(report)}-");
        var current = Current(root);
        if (current is not null && current.StartsWith(version, StringComparison.Ordinal) && Directory.Exists(Path.Combine(root, current)))
        {
            return null;
        }

        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var building = Path.Combine(root, Unfinished + random);
        try
        {
            await SiteGenerator.GenerateAsync(report, building, cancellationToken);
        }
        catch
        {
            if (Directory.Exists(building))
            {
                Directory.Delete(building, recursive: true);
            }

            throw;
        }
        var name = version + random;
        Directory.Move(building, Path.Combine(root, name));
        PointTo(root, name);
        CleanUp(root, name, current);
        return Path.Combine(root, name);
    }

    /// <summary>Returns the name of the served folder; null if no site is published yet.</summary>
    public static string? Current(string root)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, Pointer)).Trim();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // The rename is atomic: a reader sees either the old or the new name.
    private static void PointTo(string root, string name)
    {
        var next = Path.Combine(root, $"{Pointer}-{name}");
        File.WriteAllText(next, name + "\n");
        File.Move(next, Path.Combine(root, Pointer), overwrite: true);
    }

    // The previous site is kept, for responses that are still being sent from it.
    private static void CleanUp(string root, string current, string? previous)
    {
        // File times come from the machine's clock, not from the server's TimeProvider.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories())
        {
            var outdated = folder.Name.StartsWith(Published, StringComparison.Ordinal)
                ? folder.Name != current && folder.Name != previous && folder.Name != Current(root)
                : folder.Name.StartsWith(Unfinished, StringComparison.Ordinal) && folder.LastWriteTimeUtc < now - AbandonedAfter;
            if (outdated)
            {
                Remove(folder);
            }
        }
    }

    // Another process with the same folder can remove it at the same time.
    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(folder.FullName))
        {
            return;
        }
    }

    // The site differs if the report comes from another database, or the pages from another version of the program.
    private static string Fingerprint(CoverageReport report)
    {
        var program = typeof(SiteGenerator).Module.ModuleVersionId.ToString("N");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(program + ReportFormat.Write(report)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 4));
    }
}
