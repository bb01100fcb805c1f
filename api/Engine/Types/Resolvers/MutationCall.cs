namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>A call of a root field of a mutation.</summary>
public sealed class MutationCall
{
    private readonly Func<ValueTask<object?>> _run;

    internal MutationCall(RequestContext context, string field, string responseName, ArgumentValues arguments, Func<ValueTask<object?>> run)
    {
        (Context, Field, ResponseName, Arguments) = (context, field, responseName, arguments);
        _run = run;
    }

    /// <summary>The request.</summary>
    public RequestContext Context { get; }

    /// <summary>Name of the field in the schema.</summary>
    public string Field { get; }

    /// <summary>Response name of the field, unique in the request.</summary>
    public string ResponseName { get; }

    /// <summary>Coerced arguments of the field.</summary>
    public ArgumentValues Arguments { get; }

    /// <summary>Runs the field.</summary>
    public ValueTask<object?> RunAsync() => _run();
}
