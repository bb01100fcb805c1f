using System.Text.Json;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>Executes requests, from the text of a document to the bytes of the response.</summary>
/// <remarks>Specification: 6.1 Executing Requests.</remarks>
public sealed partial class RequestExecutor
{
    // Maximum number of times that a response is prepared; see GraphQLOptions.BeforeAnswer.
    private const int MostTimesMade = 5;

    private readonly GraphQLOptions _options;
    private readonly ILogger<RequestExecutor> _logger;
    private readonly PlanCache _plans;
    private readonly TrustedDocuments? _trusted;

    // Created at the first request of a role: creating all of them would take a large part of the start-up time.
    private readonly Dictionary<string, Lazy<SchemaView>> _views;

    /// <summary>Creates the executor. Views and plans are created when requests need them.</summary>
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

    /// <summary>Executes an operation and writes the response.</summary>
    /// <param name="plan">The operation.</param>
    /// <param name="variables">The request's variables, not coerced.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="callerKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
    /// <param name="output">Receives the response.</param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    /// <param name="reportCost">Whether the response reports the cost in its extensions.</param>
    /// <returns>Whether the response has errors beside its data.</returns>
    /// <exception cref="GraphQLRequestException">A variable is invalid, or a limit is exceeded.</exception>
    internal async Task<bool> ExecuteAsync(OperationPlan plan, JsonElement variables, IServiceProvider services, string callerKey, JsonOutput output, CancellationToken cancellation, bool reportCost = false)
    {
        var values = CoerceVariables(plan, variables);
        var cost = CheckCost(plan, values);
        return await RunAsync(plan, values, null, services, callerKey, output, cancellation, reportCost ? cost : null) == AnswerKind.WithErrors;
    }

    /// <summary>
    /// Executes a query for the server itself, to produce something for a caller. Planning, permissions and disclosure
    /// are the same as for a request of that caller. Errors are part of the returned response.
    /// </summary>
    /// <param name="document">One query. The text should be constant, so that its plan is cached.</param>
    /// <param name="variables">Variables of the query.</param>
    /// <param name="view">Name of the caller's view.</param>
    /// <param name="callerKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
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

    /// <exception cref="GraphQLRequestException">A variable is invalid.</exception>
    private static IReadOnlyDictionary<string, object?> CoerceVariables(OperationPlan plan, JsonElement variables)
    {
        var errors = new List<GraphQLError>();
        var values = InputCoercion.CoerceVariableValues(plan.View.Schema, plan.Document, plan.Variables, variables, errors);
        return errors.Count == 0 ? values : throw new GraphQLRequestException(errors);
    }

    /// <summary>What was written.</summary>
    private enum AnswerKind
    {
        /// <summary>A response without errors.</summary>
        Complete,

        /// <summary>A response with errors beside its data.</summary>
        WithErrors,

        /// <summary>Nothing: the event concerns no row that the caller may see.</summary>
        None,
    }

    /// <summary>Executes an operation, or the response to one event of a subscription.</summary>
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
            // Changes may be stored even if only reading the selection or recording the response failed.
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

    /// <summary>Writes data and errors. Returns whether there are errors.</summary>
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
        $"The requested data changed {MostTimesMade} times while the response was prepared. "
        + (plan.Operation == OperationType.Mutation ? "The mutation was done; query for its result." : "Send the request again."))
    {
        Code = ErrorCodes.AnswerOutdated,
    }]);

    /// <summary>Writes a response without data.</summary>
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

    /// <summary>Static cost analysis, before any data is read.</summary>
    /// <exception cref="GraphQLRequestException">The cost exceeds the view's budget.</exception>
    private (double Cost, int Budget) CheckCost(OperationPlan plan, IReadOnlyDictionary<string, object?> variables)
    {
        var cost = plan.Cost.With(variables);
        var budget = _options.MaxCostByView.TryGetValue(plan.View.Name.Length > 0 ? plan.View.Name : GraphQLOptions.NoView, out var own) ? own : _options.MaxCost;
        return cost <= budget
            ? (cost, budget)
            : throw new GraphQLRequestException([new GraphQLError($"The operation costs {cost:0}, more than the budget of {budget} (MaxCost). Select smaller pages or fewer nested lists.")
            {
                Code = ErrorCodes.LimitExceeded,
            }]);
    }

    private static GraphQLRequestException RequestError(string message) =>
        new([new GraphQLError(message) { Code = ErrorCodes.ValidationFailed }]);
}

/// <summary>The request gets a response with errors and without data.</summary>
internal sealed class GraphQLRequestException(IReadOnlyList<GraphQLError> errors) : Exception(errors[0].Message)
{
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
