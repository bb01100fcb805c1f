using System.Globalization;
using System.Text;
using Integration.Graph.Server.Tests.Databases;

namespace Integration.Graph.Benchmarks;

/// <summary>
/// Measures the cost of the ledger: the worklist from a server with and a server without the ledger, alternately on the
/// same database. Only the benchmark can leave the ledger out; the product has no such setting.
/// </summary>
internal static class LedgerCost
{
    public static async Task RunAsync(BenchmarkOptions options)
    {
        var operation = Operation.All.Single(o => o.Name == (options.Operation ?? "worklist"));
        var table = new StringBuilder();
        table.AppendLine("| database | with ledger, requests/s | without, requests/s | ratio | with, p99 | without, p99 | with, processor time/request | without, processor time/request | with, bytes/request | without, bytes/request |");
        table.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var database in options.Databases)
        {
            var folder = Directory.CreateTempSubdirectory("integration-graph-benchmark-");
            try
            {
                var provider = database == "sqlite" ? "Sqlite" : "PostgreSQL";
                var connection = database == "sqlite"
                    ? $"Data Source={Path.Combine(folder.FullName, "benchmark.db")}"
                    : PostgresCluster.ConnectionString("benchmark_ledger");
                using var with = await ServerProcess.StartAsync(provider, connection, options.Persons);
                using var without = await ServerProcess.StartAsync(provider, connection, options.Persons, withoutLedger: true);
                await MeasureAsync(database, with, without, operation, options, table);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Console.WriteLine();
        Console.Write(table);
    }

    private static async Task MeasureAsync(
        string database, ServerProcess with, ServerProcess without, Operation operation, BenchmarkOptions options, StringBuilder table)
    {
        var (one, other) = (new Load(with, await with.SignInAsync(), options), new Load(without, await without.SignInAsync(), options));
        var persons = await with.PersonsAsync();
        await Comparison.WarmUpAsync(one, operation, byHand: false, persons);
        await Comparison.WarmUpAsync(other, operation, byHand: false, persons);
        var rounds = new List<(Measurement With, Measurement Without)>();
        for (var round = 0; round < options.Rounds; round++)
        {
            // The order alternates, because the load of a busy machine varies.
            var first = round % 2 == 0 ? await one.RunAsync(operation, false, persons, options.Seconds) : null;
            var plain = await other.RunAsync(operation, false, persons, options.Seconds);
            var ledger = first ?? await one.RunAsync(operation, false, persons, options.Seconds);
            rounds.Add((ledger, plain));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{database} {operation.Name}: with ledger {ledger.PerSecond:F0}/s, without {plain.PerSecond:F0}/s, ratio {ledger.PerSecond / plain.PerSecond:F2}; processor {ledger.Processor:F0} and {plain.Processor:F0} us"));
        }

        table.AppendLine(CultureInfo.InvariantCulture,
            $"| {database} | {Median(r => r.With.PerSecond):N0} | {Median(r => r.Without.PerSecond):N0} | {Median(r => r.With.PerSecond / r.Without.PerSecond):F2} | {Median(r => r.With.P99):F1} ms | {Median(r => r.Without.P99):F1} ms | {Median(r => r.With.Processor):N0} µs | {Median(r => r.Without.Processor):N0} µs | {Median(r => r.With.Allocated):N0} | {Median(r => r.Without.Allocated):N0} |");

        double Median(Func<(Measurement With, Measurement Without), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
    }
}
