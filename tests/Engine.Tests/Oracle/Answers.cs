namespace Integration.Graph.Engine.Tests.Oracle;

/// <summary>A syntax error as the reference implementation reports it.</summary>
public sealed record SyntaxErrorAnswer(string Message, int Line, int Column);

/// <summary>A syntax tree and its printed text, or the error.</summary>
public sealed record TreeAnswer(string? Tree, string? Printed, SyntaxErrorAnswer? Error);

/// <summary>One validation error. Locations are line and column.</summary>
public sealed record ErrorAnswer(string Rule, string Message, int[][] Locations)
{
    public override string ToString() => $"{Rule} at {string.Join(" ", Locations.Select(l => $"{l[0]}:{l[1]}"))}: {Message}";
}

/// <summary>The validation errors, or the syntax error of a text that cannot be parsed.</summary>
public sealed record ValidationAnswer(ErrorAnswer[]? Errors, SyntaxErrorAnswer? Error);

/// <summary>A schema as the reference implementation prints it, and the problems that it finds.</summary>
public sealed record SchemaAnswer(string Printed, string Introspection, string[] Problems);

/// <summary>An error of a request or a field. The path is JSON, or null if the error concerns no field.</summary>
public sealed record FailureAnswer(string Message, string? Path, int[][] Locations)
{
    public override string ToString() => $"{Path ?? "request"} at {string.Join(" ", Locations.Select(l => $"{l[0]}:{l[1]}"))}: {Message}";
}

/// <summary>Coerced variables as text, or the errors.</summary>
public sealed record CoercionAnswer(string? Values, FailureAnswer[]? Errors);

/// <summary>The result of an execution. The data is JSON, or null if the request was refused.</summary>
public sealed record ExecutionAnswer(string? Data, FailureAnswer[] Errors, string Calls);
