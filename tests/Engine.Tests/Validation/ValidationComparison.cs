using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;

namespace Integration.Graph.Engine.Tests.Validation;

/// <summary>
/// Compares the validation errors of the engine and the reference implementation: rule and locations, as sets.
/// </summary>
internal sealed class ValidationComparison
{
    private static readonly ParserOptions UnboundedText =
        new() { MaxTokens = int.MaxValue, MaxNesting = 500, MaxDirectives = int.MaxValue };

    private static readonly ValidationOptions UnboundedRules = new()
    {
        MaxErrors = int.MaxValue,
        MaxDepth = int.MaxValue,
        MaxAliases = int.MaxValue,
        MaxFragments = int.MaxValue,
    };

    private readonly ReferenceImplementation _oracle;
    private readonly Dictionary<string, Schema> _schemas;

    public ValidationComparison(ReferenceImplementation oracle)
    {
        _oracle = oracle;
        _schemas = Schemas.All.ToDictionary(s => s.Key, s => SdlSchema.Build(s.Value));
        foreach (var (name, sdl) in Schemas.All)
        {
            oracle.Ask<SchemaAnswer>(new { op = "schema", name, sdl });
        }
    }

    public Schema Schema(string name) => _schemas[name];

    /// <summary>Validates documents in the reference implementation.</summary>
    public ValidationAnswer[] Expected(string schema, IEnumerable<string> sources) =>
        _oracle.Ask<ValidationAnswer[]>(new { op = "validate", schema, sources });

    /// <summary>Describes the difference between the two, or returns null.</summary>
    public string? Difference(string schema, string source, ValidationAnswer expected)
    {
        var found = Found(schema, source);
        if (found.Error != KnownDifferences.AsMeant(expected.Error))
        {
            return $"{source}\n-- expected {Tell(expected)}\n-- but was {Tell(found)}";
        }

        if (found.Error is not null)
        {
            return null;
        }

        var onlyExpected = KnownDifferences.Remaining(Keyed(expected), Keyed(found));
        var onlyFound = KnownDifferences.Remaining(Keyed(found), Keyed(expected));
        if (onlyExpected.Count + onlyFound.Count == 0)
        {
            return null;
        }

        return $"# schema {schema}\n{source}\n-- only the reference implementation:\n{string.Join('\n', onlyExpected)}\n-- only the engine:\n{string.Join('\n', onlyFound)}";
    }

    /// <summary>Validates a document in the engine.</summary>
    public ValidationAnswer Found(string schema, string source)
    {
        try
        {
            var document = Parser.Parse(source, UnboundedText);
            var errors = Validator.Validate(_schemas[schema], document, UnboundedRules);
            return new ValidationAnswer(
                [.. errors.Select(e => new ErrorAnswer(e.Rule, e.Message, [.. e.Locations.Select(l => new[] { l.Line, l.Column })]))],
                null);
        }
        catch (GraphQLSyntaxException exception)
        {
            return new ValidationAnswer(
                null, new SyntaxErrorAnswer(exception.Message, exception.Location.Line, exception.Location.Column));
        }
    }

    private static List<ErrorAnswer> Keyed(ValidationAnswer answer) => [.. answer.Errors!];

    private static string Tell(ValidationAnswer answer) =>
        answer.Error?.ToString() ?? string.Join("; ", answer.Errors!.Select(e => e.ToString()));
}
