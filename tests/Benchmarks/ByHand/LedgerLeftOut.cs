using System.Reflection;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>
/// Takes the ledger out of the server that runs in this process, before its first request, so that its cost can be
/// measured: nobody is noted, nothing is written.
/// </summary>
internal static class LedgerLeftOut
{
    /// <summary>The setting by which the benchmark asks for it.</summary>
    public const string Setting = "Benchmark:WithoutLedger";

    public static void Apply(IServiceProvider services)
    {
        var options = services.GetRequiredService<GraphQLOptions>();
        options.BeforeReading = _ => { };
        options.BeforeAnswer = _ => Task.FromResult(true);
        // By its type and not by its name, so that renaming it does not make the figures wrong unnoticed.
        var tracker = typeof(SharingPolicy).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(x => x.FieldType == typeof(RowTracker));
        tracker.SetValue(services.GetRequiredService<IAccessPolicy>(), null);
    }
}
