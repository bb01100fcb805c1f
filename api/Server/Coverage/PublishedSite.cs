using System.Collections.Concurrent;
using System.Security.Cryptography;
using Integration.Graph.Server.Jobs;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>
/// The site that is published now. Follows the pointer file, and caches each file in memory when it is first requested.
/// </summary>
internal sealed class PublishedSite(IOptions<CoverageOptions> options)
{
    private volatile Version? _version;

    /// <summary>Whether this process publishes the site. If not, it only serves what another process has published.</summary>
    public bool IsPublishedHere => !JobSchedule.IsNever(options.Value.Schedule);

    /// <summary>The site that the pointer file names; null before the first publication.</summary>
    public Version? Current
    {
        get
        {
            var root = options.Value.Output;
            var pointedAt = File.GetLastWriteTimeUtc(Path.Combine(root, CoveragePublisher.Pointer));
            var version = _version;
            if (version?.PointedAt == pointedAt)
            {
                return version;
            }

            if (CoveragePublisher.Current(root) is not { } name || !Directory.Exists(Path.Combine(root, name)))
            {
                return version;
            }

            return _version = new Version(Path.Combine(root, name), pointedAt);
        }
    }

    /// <summary>The files of one published folder, which never change.</summary>
    internal sealed class Version
    {
        private readonly Dictionary<string, string> _paths;
        private readonly ConcurrentDictionary<string, PublishedFile> _files = new(StringComparer.Ordinal);

        public Version(string folder, DateTime pointedAt)
        {
            PointedAt = pointedAt;
            // Only listed files are served, so that no request can reach other files.
            _paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), StringComparer.Ordinal);
        }

        public DateTime PointedAt { get; }

        public bool Has(string file) => _paths.ContainsKey(file);

        /// <summary>Returns a file by its path from the site's root; null if there is none.</summary>
        public PublishedFile? Find(string file) => _paths.TryGetValue(file, out var path)
            ? _files.GetOrAdd(file, static (_, path) => PublishedFile.Read(path), path)
            : null;
    }
}

/// <summary>A file of the site, ready to send.</summary>
/// <param name="Content">The file's bytes.</param>
/// <param name="ContentType">The file's media type.</param>
/// <param name="ETag">Strong validator, the same in every process that publishes the same page.</param>
internal sealed record PublishedFile(byte[] Content, string ContentType, string ETag)
{
    public static PublishedFile Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var type = Path.GetExtension(path) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        return new PublishedFile(content, type, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
    }
}
