using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Site;
using Integration.Graph.Site.Report;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>
/// Publishes the site of a report: it is written into a fresh folder, and only when it is complete does the file
/// <c>current</c> name that folder. What fails on the way leaves the site that was there.
/// </summary>
internal sealed class CoveragePublisher(IOptions<CoverageOptions> options)
{
    /// <summary>The file that holds the name of the folder that is served.</summary>
    public const string Pointer = "current";

    private const string Published = "site-";
    private const string Unfinished = "building-";

    // Long enough for any build that is still going on, in this process or another.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// Publishes the report's site, unless exactly this is published: the same report, rendered by the same program.
    /// </summary>
    /// <returns>The new folder, or null if nothing had to be done.</returns>
    public async Task<string?> PublishAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(options.Value.Output).FullName;
        var version = string.Create(CultureInfo.InvariantCulture, $"{Published}{report.On:yyyy-MM-dd}-{report.Revision}-{Fingerprint(report)}-");
        var current = Current(root);
        if (current is not null && current.StartsWith(version, StringComparison.Ordinal) && Directory.Exists(Path.Combine(root, current)))
            return null;

        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var building = Path.Combine(root, Unfinished + random);
        try
        {
            await SiteGenerator.GenerateAsync(report, building, cancellationToken);
        }
        catch
        {
            if (Directory.Exists(building))
                Directory.Delete(building, recursive: true);
            throw;
        }
        var name = version + random;
        Directory.Move(building, Path.Combine(root, name));
        PointTo(root, name);
        CleanUp(root, name, current);
        return Path.Combine(root, name);
    }

    /// <summary>The name of the folder that is served; null while there is none.</summary>
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

    // A rename replaces the old name in one step: whoever reads sees the one or the other.
    private static void PointTo(string root, string name)
    {
        var next = Path.Combine(root, $"{Pointer}-{name}");
        File.WriteAllText(next, name + "\n");
        File.Move(next, Path.Combine(root, Pointer), overwrite: true);
    }

    // The site before stays, for answers that are still being sent from it.
    private static void CleanUp(string root, string current, string? previous)
    {
        // Files carry the machine's own time, whatever clock the server runs on.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories())
        {
            var outdated = folder.Name.StartsWith(Published, StringComparison.Ordinal)
                ? folder.Name != current && folder.Name != previous && folder.Name != Current(root)
                : folder.Name.StartsWith(Unfinished, StringComparison.Ordinal) && folder.LastWriteTimeUtc < now - AbandonedAfter;
            if (outdated)
                Remove(folder);
        }
    }

    // Another process on the same folder may be removing it too.
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

    // A report of another database, or pages of another version of the program, are another site.
    private static string Fingerprint(CoverageReport report)
    {
        var program = typeof(SiteGenerator).Module.ModuleVersionId.ToString("N");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(program + ReportFormat.Write(report)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 4));
    }
}
