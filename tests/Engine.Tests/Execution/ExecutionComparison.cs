using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Tests.Validation;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>A document with its variables as JSON.</summary>
internal sealed record StubRequest(string Source, string Variables = "{}", string? OperationName = null);

/// <summary>
/// Executes operations on stub resolvers in the engine and in the reference implementation, and compares the responses.
/// </summary>
internal sealed class ExecutionComparison
{
    private readonly ReferenceImplementation _oracle;
    private readonly string _name;
    private readonly Dictionary<StubKind, Lazy<RequestExecutor>> _executors;

    public ExecutionComparison(ReferenceImplementation oracle, string name)
        : this(oracle, name, Schemas.All[name])
    {
    }

    public ExecutionComparison(ReferenceImplementation oracle, string name, string sdl)
    {
        (_oracle, _name) = (oracle, name);
        Printed = oracle.Ask<SchemaAnswer>(new { op = "schema", name, sdl }).Printed;
        _executors = Enum.GetValues<StubKind>().ToDictionary(kind => kind, kind => new Lazy<RequestExecutor>(() => Executor(sdl, kind)));
    }

    /// <summary>The schema as the reference implementation prints it.</summary>
    public string Printed { get; }

    public Schema Schema => _executors[StubKind.Pure].Value.Schema;

    /// <summary>Returns the responses of the reference implementation.</summary>
    public ExecutionAnswer[] Expected(IEnumerable<StubRequest> requests) =>
        _oracle.Ask<ExecutionAnswer[]>(new { op = "execute", schema = _name, requests });

    /// <summary>Returns whether the reference implementation finds each document valid.</summary>
    public bool[] AreValid(IEnumerable<StubRequest> requests) =>
        [.. _oracle.Ask<ValidationAnswer[]>(new { op = "validate", schema = _name, sources = requests.Select(r => r.Source) })
            .Select(a => a.Errors is [])];

    /// <summary>Describes the difference between the two responses, or returns null.</summary>
    public async Task<string?> DifferenceAsync(StubRequest request, ExecutionAnswer expected, StubKind kind)
    {
        var found = await FoundAsync(request, kind);
        var (wanted, was) = (Tell(KnownDifferences.AsMeant(expected)), Tell(found));
        return wanted == was ? null : $"# schema {_name}, {kind}\n{request.Source}\n{request.Variables}\n-- expected\n{wanted}\n-- but was\n{was}\n{string.Join('\n', found.Errors.Select(e => e.Message))}";
    }

    /// <summary>Returns the response of the engine.</summary>
    public async Task<ExecutionAnswer> FoundAsync(StubRequest request, StubKind kind)
    {
        var executor = _executors[kind].Value;
        var calls = new StubCalls();
        using var output = new JsonOutput();
        try
        {
            var plan = executor.Plan(new GraphQLRequest(request.Source, null, request.OperationName, default), executor.View(""));
            var variables = JsonElement.Parse(request.Variables);
            await executor.ExecuteAsync(plan, variables, calls, "", output, CancellationToken.None);
        }
        catch (GraphQLRequestException refused)
        {
            return new ExecutionAnswer(null, [.. refused.Errors.Select(Failure)], calls.Text);
        }

        var answer = JsonElement.Parse(output.Written.Span);
        var errors = answer.TryGetProperty("errors", out var told) ? told.EnumerateArray().Select(Failure) : [];
        return new ExecutionAnswer(answer.GetProperty("data").GetRawText(), [.. errors], calls.Text);
    }

    public static FailureAnswer Failure(GraphQLError error) =>
        new(error.Message, error.Path is null ? null : JsonSerializer.Serialize(error.Path), [.. error.Locations.Select(l => new[] { l.Line, l.Column })]);

    private static FailureAnswer Failure(JsonElement error) => new(
        error.GetProperty("message").GetString()!,
        error.TryGetProperty("path", out var path) ? path.GetRawText() : null,
        error.TryGetProperty("locations", out var places)
            ? [.. places.EnumerateArray().Select(l => new[] { l.GetProperty("line").GetInt32(), l.GetProperty("column").GetInt32() })]
            : []);

    /// <summary>Formats data and errors as text, without error messages.</summary>
    private static string Tell(ExecutionAnswer answer) =>
        $"data {(answer.Data is null ? "none" : Canonical(JsonElement.Parse(answer.Data)))}\n{string.Join('\n', answer.Errors.Select(e => (e with { Message = "" }).ToString()))}";

    /// <summary>Formats JSON with its fields in order and numbers by value.</summary>
    private static string Canonical(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', json.EnumerateObject().Select(p => $"{p.Name}:{Canonical(p.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.Number => json.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => JsonSerializer.Serialize(json.GetString()),
        _ => json.GetRawText(),
    };

    private static RequestExecutor Executor(string sdl, StubKind kind)
    {
        var schema = SdlSchema.Build(sdl);
        StubResolvers.Attach(schema, kind);
        var options = new GraphQLOptions
        {
            MaxDepth = int.MaxValue,
            MaxAliases = int.MaxValue,
            MaxTokens = int.MaxValue,
            MaxDirectives = int.MaxValue,
            MaxFragments = int.MaxValue,
            MaxCost = int.MaxValue,
            MaxPlannedFields = int.MaxValue,
            MaxCollectedSelections = int.MaxValue,
            ExecutionTimeout = TimeSpan.FromMinutes(5),
        };
        return new RequestExecutor(schema, new OpenAccess(), options, NullLogger<RequestExecutor>.Instance);
    }
}
