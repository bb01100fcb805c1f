using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Integration.Graph.Tests;

namespace Integration.Graph.Benchmarks;

/// <summary>The result of one measurement.</summary>
/// <param name="PerSecond">Requests per second.</param>
/// <param name="P99">99th percentile of the response time, in milliseconds.</param>
/// <param name="Allocated">Bytes per request that the server process allocates.</param>
/// <param name="Processor">Processor time of the server process per request, in microseconds. Excludes the database process.</param>
/// <param name="Requests">Number of requests with a response.</param>
internal sealed record Measurement(double PerSecond, double P99, double Allocated, double Processor, long Requests);

/// <summary>Sends requests as fast as responses arrive, by wrk with a script.</summary>
internal sealed class Load(ServerProcess server, string token, BenchmarkOptions options)
{
    private static readonly string Wrk = DebianPackage.Program("wrk", () => File.Exists("/usr/bin/wrk") ? "/usr/bin/wrk" : null);

    public async Task<Measurement> RunAsync(Operation operation, bool byHand, IReadOnlyList<string> persons, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(operation, byHand, persons));
            var (allocatedBefore, processorBefore) = await server.UsedAsync();
            var output = await RunAsync(script, seconds);
            var (allocated, processor) = await server.UsedAsync();
            // Number of requests, duration in microseconds, 99th percentile in microseconds, number of error responses.
            var figures = output[(output.IndexOf("figures ", StringComparison.Ordinal) + 8)..].Split('\n')[0]
                .Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            if (figures[3] > 0)
            {
                throw new BenchmarkException($"{figures[3]} of {figures[0]} responses to {operation.Name} were errors.");
            }

            return new Measurement(figures[0] / figures[1] * 1e6, figures[2] / 1000,
                (allocated - allocatedBefore) / figures[0], (processor - processorBefore).TotalMicroseconds / figures[0], (long)figures[0]);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private async Task<string> RunAsync(string script, int seconds)
    {
        using var process = Process.Start(new ProcessStartInfo(Wrk,
            ["-t1", $"-c{options.Connections}", $"-d{seconds}s", "--timeout", "20s", "-s", script, server.Client.BaseAddress!.ToString()])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Contains("figures ", StringComparison.Ordinal) ? output : throw new BenchmarkException($"wrk printed no figures: {output}");
    }

    // A JSON string is also a Lua string if it contains no numeric escapes.
    private string Script(Operation operation, bool byHand, IReadOnlyList<string> persons)
    {
        var requests = byHand
            ? operation.Paths(persons).Select(path => $"wrk.format(\"GET\", {Quoted(path)})")
            : operation.Bodies(persons).Select(body => $"wrk.format(\"POST\", \"/graphql\", nil, {Quoted(body)})");
        return $$"""
            wrk.headers["Content-Type"] = "application/json"
            {{(operation.NeedsToken ? $"wrk.headers[\"Authorization\"] = \"Bearer {token}\"" : "")}}
            local requests, next = {}, 0
            init = function(args)
              requests = { {{string.Join(",\n", requests)}} }
            end
            request = function()
              next = next % #requests + 1
              return requests[next]
            end
            done = function(summary, latency)
              local e = summary.errors
              io.write(string.format("figures %d %d %d %d\n", summary.requests, summary.duration,
                latency:percentile(99), e.status + e.connect + e.read + e.write + e.timeout))
            end
            """;
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Relaxed);
}
