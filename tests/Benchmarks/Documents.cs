using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Http;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Benchmarks;

/// <summary>
/// Measures parsing and validating the worklist's document, alternately with graphql-js on Node, and the cost of refusing
/// hostile documents.
/// </summary>
internal static class Documents
{
    public static async Task RunAsync(BenchmarkOptions options)
    {
        var schema = SchemaBuilder.Build(new SharingPolicy(), typeof(SharingPolicy).Assembly.GetTypes());
        var document = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Operations", "worklist.graphql"));
        var sdl = Path.Combine(Path.GetTempPath(), $"integration-graph-{Environment.ProcessId}.graphql");
        await File.WriteAllTextAsync(sdl, SchemaPrinter.Print(schema));
        try
        {
            Measure(schema, document, 2);
            var rounds = new List<(double Product, double Reference)>();
            for (var round = 0; round < options.Rounds; round++)
            {
                rounds.Add((Measure(schema, document, options.Seconds), await ReferenceAsync(sdl, options.Seconds)));
            }

            var (product, reference) = (Median(rounds.Select(r => r.Product)), Median(rounds.Select(r => r.Reference)));
            Console.WriteLine("| parse and validate the worklist's document | µs |");
            Console.WriteLine("|---|---:|");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the engine | {product:F1} |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| graphql 17.1.0 on Node | {reference:F1} |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| ratio | {Median(rounds.Select(r => r.Reference / r.Product)):F1} |"));
        }
        finally
        {
            File.Delete(sdl);
        }

        await RefuseAsync();
    }

    /// <summary>Returns the microseconds for one document, on one thread.</summary>
    private static double Measure(Schema schema, string document, int seconds)
    {
        var (began, count) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds))
        {
            for (var i = 0; i < 100; i++, count++)
            {
                if (Validator.Validate(schema, Parser.Parse(document)).Count > 0)
                {
                    throw new BenchmarkException("The worklist's document is not valid.");
                }
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
    }

    private static async Task<double> ReferenceAsync(string sdl, int seconds, [CallerFilePath] string here = "")
    {
        var script = Path.Combine(Path.GetDirectoryName(here)!, "../Engine.Tests/Oracle/benchmark.mjs");
        var document = Path.Combine(AppContext.BaseDirectory, "Operations", "worklist.graphql");
        using var node = Process.Start(new ProcessStartInfo("node", [script, sdl, document, seconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new BenchmarkException($"graphql-js could not be measured. Install its packages with `npm ci` in tests/Engine.Tests/Oracle. {await errors}");
    }

    /// <summary>
    /// Sends each document twice over HTTP. The first time is the cost of an attack; the second excludes just-in-time
    /// compilation.
    /// </summary>
    private static async Task RefuseAsync()
    {
        await using var service = await SampleService.StartAsync();
        (await service.AskAsync("{ hello }")).ToString();
        Console.WriteLine();
        Console.WriteLine("| hostile document | bytes | first time, ms | second time, ms | second time, KB allocated | refused by |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|");
        foreach (var (name, limit, document) in HostileDocuments.All)
        {
            var body = JsonSerializer.Serialize(new { query = document });
            var first = await RefuseAsync(service, body, limit);
            var again = await RefuseAsync(service, body, limit);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {body.Length:N0} | {first.Milliseconds:F1} | {again.Milliseconds:F1} | {again.Allocated / 1024:N0} | {limit} |"));
        }
    }

    private static async Task<(double Milliseconds, long Allocated)> RefuseAsync(SampleService service, string body, string limit)
    {
        GC.Collect();
        var (allocated, began) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        using var response = await service.PostAsync(body);
        var text = await response.Content.ReadAsStringAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return text.Contains($"({limit})", StringComparison.Ordinal)
            ? (took, GC.GetTotalAllocatedBytes(precise: true) - allocated)
            : throw new BenchmarkException($"A hostile document was not refused by {limit}: {text[..Math.Min(300, text.Length)]}");
    }

    private static double Median(IEnumerable<double> figures) => figures.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
