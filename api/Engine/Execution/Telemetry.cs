using System.Diagnostics;
using System.Diagnostics.Metrics;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Traces, metrics and logs of operations: name, view, cost and outcome. Never values: no documents, no variables and no
/// error messages.
/// </summary>
/// <remarks>Names follow OpenTelemetry's semantic conventions for GraphQL servers where they exist.</remarks>
public static class Telemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Integration.Graph.Engine";

    internal const string Ok = "ok";
    internal const string Errors = "errors";
    internal const string Nothing = "nothing";
    internal const string TimedOut = "timed_out";
    internal const string Failed = "failed";

    private const int MostNames = 500;

    // Clients choose the names of operations. Without a limit, each new name would be a time series of its own.
    private static readonly HashSet<string> KnownNames = [];
    private static readonly Lock Turn = new();
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "graphql.server.operation.duration", "s", "Duration from the plan to the complete response. Each event of a subscription counts as one operation.");

    private static readonly Histogram<double> Cost = Meter.CreateHistogram<double>(
        "graphql.server.operation.cost", "{cost}", "Static cost of the executed operations.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "graphql.server.request.refused", "{request}", "Requests refused before execution, by the code of the first error.");

    /// <summary>Begins the measurement of an operation. Disposing the result records the outcome.</summary>
    internal static Measured Begin(OperationPlan plan, IReadOnlyDictionary<string, object?> variables, ILogger logger) =>
        new(plan, variables, Source.StartActivity("graphql.operation"), logger);

    /// <summary>Records a request that was refused before execution.</summary>
    internal static void Refused(string? code, string? view) => Refusals.Add(
        1, new("graphql.error.code", code ?? ""), new("graphql.view", view ?? ""));

    /// <summary>The name for use in a metric: itself for the first few hundred names, otherwise <c>other</c>.</summary>
    private static string Bounded(string name)
    {
        lock (Turn)
        {
            return KnownNames.Contains(name) || (KnownNames.Count < MostNames && KnownNames.Add(name)) ? name : "other";
        }
    }

    /// <summary>The measurement of one operation.</summary>
    internal sealed class Measured(OperationPlan plan, IReadOnlyDictionary<string, object?> variables, Activity? activity, ILogger logger) : IDisposable
    {
        private readonly long _began = Stopwatch.GetTimestamp();

        /// <summary>
        /// <c>ok</c>, <c>errors</c> (some fields are missing), <c>nothing</c> (an event without a response), <c>timed_out</c> or
        /// <c>failed</c>.
        /// </summary>
        public string Outcome { get; set; } = Failed;

        public void Dispose()
        {
            var took = Stopwatch.GetElapsedTime(_began);
            var level = Outcome is Ok or Nothing ? LogLevel.Debug : LogLevel.Information;
            if (activity is null && !Duration.Enabled && !Cost.Enabled && !logger.IsEnabled(level))
            {
                return;
            }

            var cost = plan.Cost.With(variables);
            if (logger.IsEnabled(level))
            {
                Log.OperationEnded(logger, level, plan.Name, Type, plan.View.Name, Outcome, cost, took.TotalMilliseconds);
            }

            var tags = Tags();
            Duration.Record(took.TotalSeconds, tags);
            Cost.Record(cost, tags);
            if (activity is not null)
            {
                foreach (var (key, value) in tags)
                {
                    activity.SetTag(key, value);
                }

                activity.SetTag("graphql.operation.cost", cost);
                activity.SetStatus(Outcome == Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
                activity.Dispose();
            }
        }

        private string Type => plan.Operation switch
        {
            OperationType.Mutation => "mutation",
            OperationType.Subscription => "subscription",
            _ => "query",
        };

        private TagList Tags() => new()
        {
            { "graphql.operation.type", Type },
            { "graphql.operation.name", Bounded(plan.Name) },
            { "graphql.view", plan.View.Name },
            { "graphql.outcome", Outcome },
        };
    }
}
