using System.Text.Json;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Execution;

/// <summary>From the text of a request to the bytes of its answer.</summary>
/// <remarks>Specification: 6.1 Executing Requests.</remarks>
public sealed class RequestExecutor
{
    private readonly GraphQLOptions _options;
    private readonly ILogger<RequestExecutor> _logger;
    private readonly PlanCache _plans;
    private readonly Dictionary<string, SchemaView> _views;

    /// <summary>Makes the views of the policy's roles; plans are made as requests need them.</summary>
    public RequestExecutor(Schema schema, IAccessPolicy policy, GraphQLOptions options, ILogger<RequestExecutor> logger)
    {
        Schema = schema;
        _options = options;
        _logger = logger;
        _plans = new PlanCache(options.PlanCacheSize);
        _views = policy.Views.ToDictionary(name => name, name => new SchemaView(schema, policy, name));
    }

    /// <summary>The full schema.</summary>
    public Schema Schema { get; }

    /// <summary>The schema as a role sees it.</summary>
    public SchemaView View(string name) => _views[name];

    /// <summary>The plan of a document, or the errors that it has.</summary>
    /// <exception cref="GraphQLRequestException">The document cannot be run for this view.</exception>
    internal OperationPlan Plan(string document, string? operationName, SchemaView view)
    {
        if (_plans.Find(document, operationName, view.Name) is { } known)
        {
            return known;
        }

        var parsed = Parse(document);
        var invalid = Validator.Validate(view.Full, parsed, new ValidationOptions
        {
            MaxDepth = _options.MaxDepth,
            MaxAliases = _options.MaxAliases,
            IsVisible = view.Has,
        });
        if (invalid.Count > 0)
        {
            throw new GraphQLRequestException([.. invalid.Select(e => new GraphQLError(e.Message)
            {
                Locations = e.Locations,
                Coordinate = e.Coordinate,
                Code = ErrorCodes.ValidationFailed,
            })]);
        }

        var (plan, errors) = OperationCompiler.Compile(view, parsed, ChooseOperation(parsed, operationName));
        if (plan is null)
        {
            throw new GraphQLRequestException(errors);
        }

        _plans.Add(document, operationName, plan);
        return plan;
    }

    /// <summary>Runs an operation and writes its answer.</summary>
    /// <param name="plan">The operation.</param>
    /// <param name="variables">The request's variables, not coerced.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="callerKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="cancellation">Ends when the client has gone.</param>
    /// <exception cref="GraphQLRequestException">A variable cannot be taken.</exception>
    internal async Task ExecuteAsync(OperationPlan plan, JsonElement variables, IServiceProvider services, string callerKey, JsonOutput output, CancellationToken cancellation)
    {
        var errors = new List<GraphQLError>();
        var values = InputCoercion.CoerceVariableValues(plan.View.Schema, plan.Variables, variables, errors);
        if (errors.Count > 0)
        {
            throw new GraphQLRequestException(errors);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_options.ExecutionTimeout);
        var context = new RequestContext(services, plan.View, timeout.Token)
        {
            OperationName = plan.Name,
            CallerKey = callerKey,
            Variables = values,
            Included = plan.Conditions.Count == 0 ? [] : [.. plan.Conditions.Select(c => c.Holds(values))],
        };
        try
        {
            var root = await new Executor(plan, context, _logger).ResolveAsync();
            var writer = new ResultWriter(plan, context, output, _logger);
            output.WriteRaw("{\"data\":"u8);
            writer.WriteData(root);
            if (writer.Errors.Count > 0)
            {
                output.WriteRaw(",\"errors\":"u8);
                WriteErrors(output, writer.Errors);
            }

            output.WriteRaw((byte)'}');
            await _options.BeforeAnswer(context);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            output.Rewind(0);
            throw new GraphQLRequestException([new GraphQLError($"The operation took longer than {_options.ExecutionTimeout.TotalSeconds} seconds, the execution time-out.")
            {
                Code = ErrorCodes.LimitExceeded,
            }]);
        }
    }

    /// <summary>Writes an answer that has no data.</summary>
    internal static void WriteRequestErrors(JsonOutput output, IReadOnlyList<GraphQLError> errors)
    {
        output.WriteRaw("{\"errors\":"u8);
        WriteErrors(output, errors);
        output.WriteRaw((byte)'}');
    }

    private static void WriteErrors(JsonOutput output, IReadOnlyList<GraphQLError> errors)
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

    private DocumentNode Parse(string document)
    {
        try
        {
            return Parser.Parse(document, new ParserOptions { MaxTokens = _options.MaxTokens });
        }
        catch (GraphQLSyntaxException error)
        {
            throw new GraphQLRequestException([new GraphQLError(error.Message) { Locations = [error.Location], Code = ErrorCodes.SyntaxError }]);
        }
    }

    /// <summary>GetOperation() of the specification.</summary>
    private static OperationDefinitionNode ChooseOperation(DocumentNode document, string? name)
    {
        var operations = document.Definitions.OfType<OperationDefinitionNode>().ToList();
        if (name is null)
        {
            return operations.Count == 1
                ? operations[0]
                : throw RequestError(operations.Count == 0 ? "The document has no operation." : "The document has several operations; say which by `operationName`.");
        }

        return operations.FirstOrDefault(o => o.Name?.Value == name) ?? throw RequestError($"The document has no operation named \"{name}\".");
    }

    private static GraphQLRequestException RequestError(string message) =>
        new([new GraphQLError(message) { Code = ErrorCodes.ValidationFailed }]);
}

/// <summary>A request that is answered with errors and without data.</summary>
internal sealed class GraphQLRequestException(IReadOnlyList<GraphQLError> errors) : Exception(errors[0].Message)
{
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
