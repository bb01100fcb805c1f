using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Integration.Graph.Server.Http;

/// <summary>Compresses responses and pages for clients that accept it.</summary>
internal static class Compression
{
    public static void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddResponseCompression(compression =>
        {
            // Compression over TLS is dangerous with a secret that a browser sends by itself (a cookie). This server has none.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json", "image/svg+xml"];
        });
    }
}
