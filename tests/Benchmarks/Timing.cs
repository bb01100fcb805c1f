using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Benchmarks;

/// <summary>
/// Compares how long it takes to be told nothing: for ids and references that are nobody's, and for those of persons who
/// are there. Asked in turns, one at a time, so that what the machine does besides meets both.
/// </summary>
internal static class Timing
{
    private const int WarmUps = 300;
    private const int Pairs = 1500;

    /// <summary>How much the medians may differ; below it, clients over a network hear noise.</summary>
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
                        differences.Add($"{probe.Name} on {database}");
                }
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        if (differences.Count > 0)
            throw new BenchmarkException($"Persons can be told from unknown ids by the time of the answer: {string.Join(", ", differences)}; on a busy machine, measure again.");
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
            // Who has one to withdraw is another matter: that takes longer, once, and is what it is asked for.
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
            // Now one goes first and now the other.
            var swap = random.Next(2) == 0;
            var a = await AskAsync(client, probe, swap ? second : first);
            var b = await AskAsync(client, probe, swap ? first : second);
            if (i >= 0)
                (unknown[i], known[i]) = swap ? (b, a) : (a, b);
        }

        return (unknown, known);
    }

    private static async Task<double> AskAsync(HttpClient client, Probe probe, string value)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsJsonAsync("graphql", new { query = probe.Document, variables = new { value } });
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        var data = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
        return probe.IsNothing(data) ? took : throw new BenchmarkException($"{probe.Name} has told something of a person who should be hidden.");
    }

    private static double Median(double[] values) => Quantile(values, 0.5);

    private static double Quantile(double[] values, double share) => values.Order().ElementAt((int)(values.Length * share));

    private static string Spread(double[] values) => string.Create(CultureInfo.InvariantCulture,
        $"{Quantile(values, 0.25):F0} / {Median(values):F0} / {Quantile(values, 0.75):F0} µs (quartiles)");

    /// <summary>What is asked about nobody and about somebody.</summary>
    /// <param name="Name">Of the field.</param>
    /// <param name="Of">Whom it is asked about, of those who are there.</param>
    /// <param name="Document">With one variable, `value`.</param>
    /// <param name="Unknown">A value that is nobody's.</param>
    /// <param name="Known">Values of those who are there.</param>
    /// <param name="IsNothing">Whether an answer says what is said of nobody.</param>
    private sealed record Probe(
        string Name, string Of, string Document, Func<Random, string> Unknown, IReadOnlyList<string> Known, Func<JsonElement, bool> IsNothing);
}
