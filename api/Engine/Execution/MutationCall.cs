namespace Integration.Graph.Engine.Execution;

/// <summary>A root field of a mutation that is about to be run.</summary>
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

    /// <summary>The field's name in the schema.</summary>
    public string Field { get; }

    /// <summary>Its name in the answer, which only one field of a request has.</summary>
    public string ResponseName { get; }

    /// <summary>Its arguments.</summary>
    public ArgumentValues Arguments { get; }

    /// <summary>Runs the field.</summary>
    public ValueTask<object?> RunAsync() => _run();
}
