using System.Text.Json;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>From the text of a request to the bytes of its answer.</summary>
/// <remarks>Specification: 6.1 Executing Requests.</remarks>
public sealed partial class RequestExecutor
{
    // How often an answer is made before it is given up; see GraphQLOptions.BeforeAnswer.
    private const int MostTimesMade = 5;

    private readonly GraphQLOptions _options;
    private readonly ILogger<RequestExecutor> _logger;
    private readonly PlanCache _plans;
    private readonly TrustedDocuments? _trusted;

    // Made when a role first asks: all at once would be a good part of the start.
    private readonly Dictionary<string, Lazy<SchemaView>> _views;

    /// <summary>Views of the schema and plans are made as requests need them.</summary>
    public RequestExecutor(Schema schema, IAccessPolicy policy, GraphQLOptions options, ILogger<RequestExecutor> logger)
    {
        Schema = schema;
        _options = options;
        _logger = logger;
        _plans = new PlanCache(options.PlanCacheSize);
        _trusted = options.TrustedDocuments is { Length: > 0 } folder ? new TrustedDocuments(folder) : null;
        _views = policy.Views.ToDictionary(name => name, name => new Lazy<SchemaView>(() => new SchemaView(schema, policy, name)));
    }

    /// <summary>The full schema.</summary>
    public Schema Schema { get; }

    /// <summary>The schema as a role sees it.</summary>
    public SchemaView View(string name) => _views[name].Value;

    /// <summary>Runs an operation and writes its answer.</summary>
    /// <param name="plan">The operation.</param>
    /// <param name="variables">The request's variables, not coerced.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="callerKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="cancellation">Ends when the client has gone.</param>
    /// <param name="reportCost">Whether the answer's extensions tell the cost.</param>
    /// <returns>Whether there are errors beside the data.</returns>
    /// <exception cref="GraphQLRequestException">A variable cannot be taken.</exception>
    internal async Task<bool> ExecuteAsync(OperationPlan plan, JsonElement variables, IServiceProvider services, string callerKey, JsonOutput output, CancellationToken cancellation, bool reportCost = false)
    {
        var values = CoerceVariables(plan, variables);
        var cost = CheckCost(plan, values);
        return await RunAsync(plan, values, null, services, callerKey, output, cancellation, reportCost ? cost : null) == AnswerKind.WithErrors;
    }

    /// <summary>
    /// Asks a query for the service itself, for something that it makes for a caller: planned, read, decided and told as if
    /// the caller had asked. Errors stand in the answer.
    /// </summary>
    /// <param name="document">One query, always the same text.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="view">The caller's view.</param>
    /// <param name="callerKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="cancellation">Ends when the client has gone.</param>
    public async Task<JsonDocument> AskAsync(
        string document, JsonElement variables, string view, string callerKey, IServiceProvider services, CancellationToken cancellation)
    {
        using var output = new JsonOutput();
        try
        {
            var plan = _plans.Find(document, null, view) ?? MakePlan(document, null, View(view), onlyQueries: true);
            await ExecuteAsync(plan, variables, services, callerKey, output, cancellation);
        }
        catch (GraphQLRequestException refused)
        {
            output.Rewind(0);
            WriteRequestErrors(output, refused.Errors);
        }

        return JsonDocument.Parse(output.Written.ToArray());
    }

    /// <exception cref="GraphQLRequestException">A variable cannot be taken.</exception>
    private static IReadOnlyDictionary<string, object?> CoerceVariables(OperationPlan plan, JsonElement variables)
    {
        var errors = new List<GraphQLError>();
        var values = InputCoercion.CoerceVariableValues(plan.View.Schema, plan.Document, plan.Variables, variables, errors);
        return errors.Count == 0 ? values : throw new GraphQLRequestException(errors);
    }

    /// <summary>What has been written.</summary>
    private enum AnswerKind
    {
        /// <summary>An answer without errors.</summary>
        Complete,

        /// <summary>Some fields are missing.</summary>
        WithErrors,

        /// <summary>Nothing: the event is about nothing that the caller may see.</summary>
        None,
    }

    /// <summary>Runs an operation, or answers one event of a subscription.</summary>
    private async Task<AnswerKind> RunAsync(
        OperationPlan plan,
        IReadOnlyDictionary<string, object?> values,
        object? initial,
        IServiceProvider services,
        string callerKey,
        JsonOutput output,
        CancellationToken cancellation,
        (double Cost, int Budget)? reported = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_options.ExecutionTimeout);
        using var measured = Telemetry.Begin(plan, values, _logger);
        var (begin, done) = (output.Position, plan.Operation == OperationType.Mutation ? new Dictionary<PlannedField, object?>() : null);
        try
        {
            for (var times = 1; times <= MostTimesMade; times++)
            {
                output.Rewind(begin);
                var context = new RequestContext(services, plan.View, timeout.Token)
                {
                    OperationName = plan.Name,
                    CallerKey = callerKey,
                    AroundMutation = _options.AroundMutation,
                    IsOutage = _options.IsOutage,
                    Variables = values,
                    Included = plan.Conditions.Count == 0 ? [] : [.. plan.Conditions.Select(c => c.Holds(values))],
                    Document = plan.Document,
                };
                _options.BeforeReading(context);
                var root = await new Executor(plan, context, _logger, done).ResolveAsync(initial);
                if (plan.Operation == OperationType.Subscription && IsAboutNothing(plan.Root.Fields[0], root))
                {
                    measured.Outcome = Telemetry.Nothing;
                    return AnswerKind.None;
                }

                var hasErrors = WriteAnswer(plan, context, root, output, reported);
                if (await _options.BeforeAnswer(context))
                {
                    measured.Outcome = hasErrors ? Telemetry.Errors : Telemetry.Ok;
                    return hasErrors ? AnswerKind.WithErrors : AnswerKind.Complete;
                }
            }

            throw Outdated(plan);
        }
        catch (Exception exception) when (_options.IsOutage(exception))
        {
            output.Rewind(0);
            // Also where only the selection could not be read, or the answer not be recorded: what a field did has been committed.
            throw new OutageException(exception, done is not null && done.Values.Any(result => result is not MutationResult { Errors: not null }));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            measured.Outcome = Telemetry.TimedOut;
            output.Rewind(0);
            throw new GraphQLRequestException([new GraphQLError($"The operation took longer than {_options.ExecutionTimeout.TotalSeconds} seconds, the execution time-out (ExecutionTimeout)." + (done is null ? "" : " " + OutageException.MutationMayBeDone))
            {
                Code = ErrorCodes.TimedOut,
            }]);
        }
    }

    /// <summary>Writes data and errors; whether there are any of these.</summary>
    private bool WriteAnswer(OperationPlan plan, RequestContext context, ResolvedObject root, JsonOutput output, (double Cost, int Budget)? reported)
    {
        var writer = new ResultWriter(plan, context, output, _logger);
        output.WriteRaw("{\"data\":"u8);
        writer.WriteData(root);
        if (writer.Errors.Count > 0)
        {
            output.WriteRaw(",\"errors\":"u8);
            WriteErrors(output, writer.Errors);
        }

        if (reported is var (cost, budget))
        {
            output.WriteRaw(",\"extensions\":{\"operationCost\":{\"cost\":"u8);
            output.WriteNumberValue((long)cost);
            output.WriteRaw(",\"budget\":"u8);
            output.WriteNumberValue((long)budget);
            output.WriteRaw("}}"u8);
        }

        output.WriteRaw((byte)'}');
        return writer.Errors.Count > 0;
    }

    private static GraphQLRequestException Outdated(OperationPlan plan) => new([new GraphQLError(
        $"What was asked for has changed {MostTimesMade} times while it was answered. "
        + (plan.Operation == OperationType.Mutation ? "The mutation was done; ask for its result by a query." : "Ask again."))
    {
        Code = ErrorCodes.AnswerOutdated,
    }]);

    /// <summary>Writes an answer that has no data.</summary>
    internal static void WriteRequestErrors(JsonOutput output, IReadOnlyList<GraphQLError> errors)
    {
        output.WriteRaw("{\"errors\":"u8);
        WriteErrors(output, errors);
        output.WriteRaw((byte)'}');
    }

    /// <summary>Writes a list of errors.</summary>
    internal static void WriteErrors(JsonOutput output, IReadOnlyList<GraphQLError> errors)
    {
        output.WriteRaw((byte)'[');
        for (var i = 0; i < errors.Count; i++)
        {
            if (i > 0)
            {
                output.WriteRaw((byte)',');
            }

            errors[i].Write(output);
        }

        output.WriteRaw((byte)']');
    }

    /// <summary>Static cost analysis: told before anything is read.</summary>
    /// <exception cref="GraphQLRequestException">It costs more than the view's budget.</exception>
    private (double Cost, int Budget) CheckCost(OperationPlan plan, IReadOnlyDictionary<string, object?> variables)
    {
        var cost = plan.Cost.With(variables);
        var budget = _options.MaxCostByView.TryGetValue(plan.View.Name.Length > 0 ? plan.View.Name : GraphQLOptions.NoView, out var own) ? own : _options.MaxCost;
        return cost <= budget
            ? (cost, budget)
            : throw new GraphQLRequestException([new GraphQLError($"The operation costs {cost:0}, more than the budget of {budget} (MaxCost). Ask for smaller pages or fewer lists inside lists.")
            {
                Code = ErrorCodes.LimitExceeded,
            }]);
    }

    private static GraphQLRequestException RequestError(string message) =>
        new([new GraphQLError(message) { Code = ErrorCodes.ValidationFailed }]);
}

/// <summary>A request that is answered with errors and without data.</summary>
internal sealed class GraphQLRequestException(IReadOnlyList<GraphQLError> errors) : Exception(errors[0].Message)
{
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
