using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Integration.Graph.Server.Http;

/// <summary>Answers and pages are compressed for who accepts it.</summary>
internal static class Compression
{
    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        return services.AddResponseCompression(compression =>
        {
            // What makes compression over TLS dangerous is a secret that a browser sends by itself (a cookie); there is none here.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json", "image/svg+xml"];
        });
    }
}
