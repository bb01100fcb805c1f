using System.Reflection;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>
/// Removes the ledger from the server in this process before its first request, to measure what the ledger costs. The
/// server then notes no persons and writes no entries.
/// </summary>
internal static class LedgerLeftOut
{
    /// <summary>The setting by which the benchmark requests a server without the ledger.</summary>
    public const string Setting = "Benchmark:WithoutLedger";

    public static void Apply(IServiceProvider services)
    {
        var options = services.GetRequiredService<GraphQLOptions>();
        options.BeforeReading = _ => { };
        options.BeforeAnswer = _ => Task.FromResult(true);
        // Finds the field by its type, not by its name: a renamed field must not silently make the figures wrong.
        var tracker = typeof(SharingPolicy).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(x => x.FieldType == typeof(RowTracker));
        tracker.SetValue(services.GetRequiredService<IAccessPolicy>(), null);
    }
}
