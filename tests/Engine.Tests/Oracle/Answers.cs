namespace Integration.Graph.Engine.Tests.Oracle;

/// <summary>A syntax error as the reference implementation tells it.</summary>
public sealed record SyntaxErrorAnswer(string Message, int Line, int Column);

/// <summary>A tree and its text, or the error.</summary>
public sealed record TreeAnswer(string? Tree, string? Printed, SyntaxErrorAnswer? Error);

/// <summary>One validation error; places are line and column.</summary>
public sealed record ErrorAnswer(string Rule, string Message, int[][] Locations)
{
    public override string ToString() => $"{Rule} at {string.Join(" ", Locations.Select(l => $"{l[0]}:{l[1]}"))}: {Message}";
}

/// <summary>What validation found, or why the text is no document.</summary>
public sealed record ValidationAnswer(ErrorAnswer[]? Errors, SyntaxErrorAnswer? Error);

/// <summary>A schema as the reference implementation prints it, and what it finds wrong with it.</summary>
public sealed record SchemaAnswer(string Printed, string Introspection, string[] Problems);

/// <summary>An error of a request or a field. The path is JSON; null if it is about none.</summary>
public sealed record FailureAnswer(string Message, string? Path, int[][] Locations)
{
    public override string ToString() => $"{Path ?? "request"} at {string.Join(" ", Locations.Select(l => $"{l[0]}:{l[1]}"))}: {Message}";
}

/// <summary>Coerced variables as text, or what is wrong with them.</summary>
public sealed record CoercionAnswer(string? Values, FailureAnswer[]? Errors);

/// <summary>What was executed: data as JSON, null if the request was refused.</summary>
public sealed record ExecutionAnswer(string? Data, FailureAnswer[] Errors, string Calls);
