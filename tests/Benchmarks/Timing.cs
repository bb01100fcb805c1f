using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Benchmarks;

/// <summary>
/// Compares the response times for unknown ids and references with those for existing persons that the caller may not see.
/// Requests alternate, one at a time, so that other load on the machine affects both.
/// </summary>
internal static class Timing
{
    private const int WarmUps = 300;
    private const int Pairs = 1500;

    /// <summary>The largest permitted difference of the medians. Clients over a network cannot measure a smaller one.</summary>
    private const double MostDifference = 0.10;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        var differences = new List<string>();
        foreach (var database in options.Databases)
        {
            var folder = Directory.CreateTempSubdirectory("integration-graph-timing-");
            try
            {
                var isSqlite = database == "sqlite";
                var storage = new DatabaseOptions
                {
                    Provider = isSqlite ? DatabaseOptions.Sqlite : DatabaseOptions.PostgreSql,
                    ConnectionString = isSqlite ? $"Data Source={Path.Combine(folder.FullName, "timing.db")}" : PostgresCluster.ConnectionString("timing"),
                };
                using var server = await ServerProcess.StartAsync(storage.Provider, storage.ConnectionString, options.Persons);
                await server.SignInAsync();
                foreach (var probe in await ProbesAsync(storage, await server.PersonsAsync()))
                {
                    var (unknown, known) = await MeasureAsync(server.Client, probe);
                    var difference = Math.Abs(Median(known) - Median(unknown)) / Median(unknown);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{database}, {probe.Name}: unknown {Spread(unknown)}, {probe.Of} {Spread(known)}; the medians differ by {difference:P1}"));
                    if (difference > MostDifference)
                    {
                        differences.Add($"{probe.Name} on {database}");
                    }
                }
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        if (differences.Count > 0)
        {
            throw new BenchmarkException($"Response times distinguish existing persons from unknown ids: {string.Join(", ", differences)}. On a busy machine, measure again.");
        }
    }

    private static async Task<IReadOnlyList<Probe>> ProbesAsync(DatabaseOptions storage, IReadOnlyList<string> visible)
    {
        var builder = new DbContextOptionsBuilder<GraphContext>();
        StorageRegistration.Use(builder, storage);
        await using var db = new GraphContext(builder.Options);
        var seen = visible.ToHashSet();
        var all = await db.Refugees.Select(x => x.Id).ToListAsync();
        var without = await db.Refugees.Where(x => x.ConsentId == null && (x.Referral == null || x.Referral.ClosedAt != null)).Select(x => x.Reference).ToListAsync();
        return
        [
            new("refugee", "hidden", "query($value: ID!) { refugee(id: $value) { reference name { given } withheld { field reason } } }",
                random => GlobalId.Encode("Refugee", random.NextInt64(long.MaxValue)),
                [.. all.Select(id => GlobalId.Encode("Refugee", id)).Where(id => !seen.Contains(id))],
                data => data.GetProperty("refugee").ValueKind == JsonValueKind.Null),
            // Excludes persons with a consent: their withdrawal takes longer, once, because it does its work.
            new("withdrawConsent", "without a consent", "mutation($value: String!) { withdrawConsent(input: { reference: $value }) { errors { __typename } } }",
                _ => Ids.NewReference(),
                without,
                data => data.GetProperty("withdrawConsent").GetProperty("errors").ValueKind == JsonValueKind.Null),
        ];
    }

    private static async Task<(double[] Unknown, double[] Known)> MeasureAsync(HttpClient client, Probe probe)
    {
        var random = new Random(1);
        var (unknown, known) = (new double[Pairs], new double[Pairs]);
        for (var i = -WarmUps; i < Pairs; i++)
        {
            var (first, second) = (probe.Unknown(random), probe.Known[random.Next(probe.Known.Count)]);
            // The order is random.
            var swap = random.Next(2) == 0;
            var a = await AskAsync(client, probe, swap ? second : first);
            var b = await AskAsync(client, probe, swap ? first : second);
            if (i >= 0)
            {
                (unknown[i], known[i]) = swap ? (b, a) : (a, b);
            }
        }

        return (unknown, known);
    }

    private static async Task<double> AskAsync(HttpClient client, Probe probe, string value)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsJsonAsync("graphql", new { query = probe.Document, variables = new { value } });
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        var data = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
        return probe.IsNothing(data) ? took : throw new BenchmarkException($"{probe.Name} returned data about a person that should be hidden.");
    }

    private static double Median(double[] values) => Quantile(values, 0.5);

    private static double Quantile(double[] values, double share) => values.Order().ElementAt((int)(values.Length * share));

    private static string Spread(double[] values) => string.Create(CultureInfo.InvariantCulture,
        $"{Quantile(values, 0.25):F0} / {Median(values):F0} / {Quantile(values, 0.75):F0} µs (quartiles)");

    /// <summary>A field to request with an unknown value and with the value of an existing person.</summary>
    /// <param name="Name">Name of the field.</param>
    /// <param name="Of">Which existing persons are used, for the printed line.</param>
    /// <param name="Document">The document, with one variable, `value`.</param>
    /// <param name="Unknown">Returns a value that no person has.</param>
    /// <param name="Known">Values of existing persons.</param>
    /// <param name="IsNothing">Whether a response is the one for an unknown value.</param>
    private sealed record Probe(
        string Name, string Of, string Document, Func<Random, string> Unknown, IReadOnlyList<string> Known, Func<JsonElement, bool> IsNothing);
}
