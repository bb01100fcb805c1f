using Integration.Graph.Benchmarks;

if (args is [ServerProcess.Argument, .. var settings])
{
    return ServerProcess.Run(settings);
}

var options = BenchmarkOptions.Read(args, Console.Out, Console.Error, out var exit);
if (options is null)
{
    return exit;
}

try
{
    if (options.World > 0)
    {
        await World.MakeAsync(options);
    }
    else if (options.Timing)
    {
        await Timing.RunAsync(options);
    }
    else if (options.Ledger)
    {
        await LedgerCost.RunAsync(options);
    }
    else if (options.Documents)
    {
        await Documents.RunAsync(options);
    }
    else
    {
        await Comparison.RunAsync(options);
    }

    return 0;
}
catch (BenchmarkException failed)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}
catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
{
    // For example PostgreSQL is not installed.
    await Console.Error.WriteLineAsync(unexpected.ToString());
    return 1;
}
finally
{
    new Integration.Graph.Server.Tests.Databases.PostgresCluster().Dispose();
}
