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
/// Compares how long it takes to be told that there is nothing: for ids that are nobody's, and for ids of persons who are
/// there and hidden. Asked in turns, one at a time, so that what the machine does besides meets both.
/// </summary>
internal static class Timing
{
    private const int WarmUps = 300;
    private const int Pairs = 1500;

    /// <summary>How much the medians may differ; below it, clients over a network hear noise.</summary>
    private const double MostDifference = 0.10;

    private const string Document = "query($id: ID!) { refugee(id: $id) { reference name { given } withheld { field reason } } }";

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
                var hidden = await HiddenAsync(storage, await server.PersonsAsync());
                var (unknown, invisible) = await MeasureAsync(server.Client, hidden);
                var difference = Math.Abs(Median(invisible) - Median(unknown)) / Median(unknown);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{database}: unknown {Spread(unknown)}, hidden {Spread(invisible)}; the medians differ by {difference:P1}"));
                if (difference > MostDifference)
                    differences.Add(database);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        if (differences.Count > 0)
            throw new BenchmarkException($"Hidden persons can be told from unknown ids by the time of the answer on {string.Join(", ", differences)}; on a busy machine, measure again.");
    }

    private static async Task<List<string>> HiddenAsync(DatabaseOptions storage, IReadOnlyList<string> visible)
    {
        var builder = new DbContextOptionsBuilder<GraphContext>();
        StorageRegistration.Use(builder, storage);
        await using var db = new GraphContext(builder.Options);
        var seen = visible.ToHashSet();
        var all = await db.Refugees.Select(x => x.Id).ToListAsync();
        return [.. all.Select(id => GlobalId.Encode("Refugee", id)).Where(id => !seen.Contains(id))];
    }

    private static async Task<(double[] Unknown, double[] Hidden)> MeasureAsync(HttpClient client, List<string> hidden)
    {
        var random = new Random(1);
        var (unknown, invisible) = (new double[Pairs], new double[Pairs]);
        for (var i = -WarmUps; i < Pairs; i++)
        {
            var (first, second) = (GlobalId.Encode("Refugee", random.NextInt64(long.MaxValue)), hidden[random.Next(hidden.Count)]);
            // Now one goes first and now the other.
            var swap = random.Next(2) == 0;
            var a = await AskAsync(client, swap ? second : first);
            var b = await AskAsync(client, swap ? first : second);
            if (i >= 0)
                (unknown[i], invisible[i]) = swap ? (b, a) : (a, b);
        }

        return (unknown, invisible);
    }

    private static async Task<double> AskAsync(HttpClient client, string id)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsJsonAsync("graphql", new { query = Document, variables = new { id } });
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        var refugee = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("refugee");
        return refugee.ValueKind == JsonValueKind.Null ? took : throw new BenchmarkException("A person was seen who should be hidden.");
    }

    private static double Median(double[] values) => Quantile(values, 0.5);

    private static double Quantile(double[] values, double share) => values.Order().ElementAt((int)(values.Length * share));

    private static string Spread(double[] values) => string.Create(CultureInfo.InvariantCulture,
        $"{Quantile(values, 0.25):F0} / {Median(values):F0} / {Quantile(values, 0.75):F0} µs (quartiles)");
}
