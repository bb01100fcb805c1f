using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integration.Graph.Server.Tests.Databases;

namespace Integration.Graph.Benchmarks;

/// <summary>Measures the product and the hand-written endpoint alternately, and prints a table.</summary>
internal static class Comparison
{
    // Enough requests for the runtime to have optimised all code in use, however busy the machine is.
    private const int WarmUpRequests = 5000;
    private const int MostWarmUps = 30;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        var table = new StringBuilder();
        table.AppendLine("| database | operation | product, requests/s | hand-written, requests/s | ratio | product, p99 | hand-written, p99 | product, bytes/request | hand-written, bytes/request | product, processor time/request | hand-written, processor time/request |");
        table.AppendLine("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var database in options.Databases)
        {
            var folder = Directory.CreateTempSubdirectory("integration-graph-benchmark-");
            try
            {
                var isSqlite = database == "sqlite";
                var connection = isSqlite
                    ? $"Data Source={Path.Combine(folder.FullName, "benchmark.db")}"
                    : PostgresCluster.ConnectionString("benchmark");
                using var server = await ServerProcess.StartAsync(isSqlite ? "Sqlite" : "PostgreSQL", connection, options.Persons);
                await MeasureAsync(database, server, options, table);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        Console.WriteLine();
        Console.Write(table);
    }

    private static async Task MeasureAsync(string database, ServerProcess server, BenchmarkOptions options, StringBuilder table)
    {
        var token = await server.SignInAsync();
        var persons = await server.PersonsAsync();
        if (persons.Count == 0)
        {
            throw new BenchmarkException("The municipality sees no persons. Choose a larger world with --persons.");
        }

        var load = new Load(server, token, options);
        foreach (var operation in Operation.All.Where(o => options.Operation is null || o.Name == options.Operation))
        {
            await CompareAnswersAsync(server, operation, persons);
            await WarmUpAsync(load, operation, byHand: false, persons);
            await WarmUpAsync(load, operation, byHand: true, persons);
            var rounds = new List<(Measurement Product, Measurement ByHand)>();
            for (var round = 0; round < options.Rounds; round++)
            {
                var product = await load.RunAsync(operation, byHand: false, persons, options.Seconds);
                var byHand = await load.RunAsync(operation, byHand: true, persons, options.Seconds);
                rounds.Add((product, byHand));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{database} {operation.Name}: product {product.PerSecond:F0}/s, hand-written {byHand.PerSecond:F0}/s, ratio {product.PerSecond / byHand.PerSecond:F2}; processor {product.Processor:F0} and {byHand.Processor:F0} us"));
            }
            table.AppendLine(CultureInfo.InvariantCulture,
                $"| {database} | {operation.Name} | {Median(r => r.Product.PerSecond):N0} | {Median(r => r.ByHand.PerSecond):N0} | {Median(r => r.Product.PerSecond / r.ByHand.PerSecond):F2} | {Median(r => r.Product.P99):F1} ms | {Median(r => r.ByHand.P99):F1} ms | {Median(r => r.Product.Allocated):N0} | {Median(r => r.ByHand.Allocated):N0} | {Median(r => r.Product.Processor):N0} µs | {Median(r => r.ByHand.Processor):N0} µs |");

            double Median(Func<(Measurement Product, Measurement ByHand), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        }
    }

    internal static async Task WarmUpAsync(Load load, Operation operation, bool byHand, IReadOnlyList<string> persons)
    {
        var requests = 0L;
        for (var i = 0; i < MostWarmUps && requests < WarmUpRequests; i++)
        {
            requests += (await load.RunAsync(operation, byHand, persons, seconds: 2)).Requests;
        }
    }

    /// <summary>Checks that both sides return the same response. Otherwise the figures mean nothing.</summary>
    private static async Task CompareAnswersAsync(ServerProcess server, Operation operation, IReadOnlyList<string> persons)
    {
        foreach (var (body, path) in operation.Bodies(persons).Zip(operation.Paths(persons)))
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await server.Client.PostAsync(new Uri("graphql", UriKind.Relative), content);
            var product = await answer.Content.ReadAsStringAsync();
            using var other = await server.Client.GetAsync(path);
            var byHand = await other.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode || !other.IsSuccessStatusCode)
            {
                throw new BenchmarkException($"{operation.Name} failed. Product, {answer.StatusCode}: {product}{Environment.NewLine}Hand-written, {other.StatusCode}: {byHand}");
            }

            if (product != byHand && !JsonNode.DeepEquals(JsonNode.Parse(product), JsonNode.Parse(byHand)))
            {
                throw new BenchmarkException($"The responses to {operation.Name} differ.{Environment.NewLine}Product: {product}{Environment.NewLine}Hand-written: {byHand}");
            }

            if (JsonDocument.Parse(product).RootElement.TryGetProperty("errors", out _))
            {
                throw new BenchmarkException($"The response to {operation.Name} has errors: {product}");
            }
        }
    }
}
