using System.Diagnostics;
using System.Globalization;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Benchmarks;

/// <summary>Generates a world of any size without the API, and prints how long it took.</summary>
internal static class World
{
    public static async Task MakeAsync(BenchmarkOptions options)
    {
        foreach (var database in options.Databases)
        {
            var folder = Directory.CreateTempSubdirectory("integration-graph-world-");
            try
            {
                var storage = database == "sqlite"
                    ? new DatabaseOptions { Provider = DatabaseOptions.Sqlite, ConnectionString = $"Data Source={Path.Combine(folder.FullName, "world.db")};Pooling=False;Foreign Keys=True" }
                    : new DatabaseOptions { Provider = DatabaseOptions.PostgreSql, ConnectionString = PostgresCluster.ConnectionString("world") };
                await MakeAsync(database, storage, options.World);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static async Task MakeAsync(string database, DatabaseOptions storage, int persons)
    {
        var builder = new DbContextOptionsBuilder<GraphContext>();
        StorageRegistration.Use(builder, storage);
        await using var context = new GraphContext(builder.Options);
        await context.Database.MigrateAsync();
        await new ReferenceDataLoader(context).LoadAsync(SeedSource.Default);
        var began = Stopwatch.GetTimestamp();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await DemoBatch.WriteAsync(context, DemoWorld.Generate(SeedData.Read(SeedSource.Default), persons, DemoClock.DayOf(DateTimeOffset.UtcNow)));
        var took = Stopwatch.GetElapsedTime(began);
        var stored = await context.Refugees.CountAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{database}: {stored:N0} persons in {took.TotalSeconds:F1} s ({stored / took.TotalSeconds:N0} persons/s), peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
    }
}
