namespace Integration.Graph.Engine.Execution;

/// <summary>The coerced arguments of a field, or the fields of an input object. Absent is not null.</summary>
/// <remarks>Specification: 6.4.1 CoerceArgumentValues, 3.10 Input Objects (input coercion).</remarks>
public sealed class ArgumentValues
{
    private readonly Dictionary<string, object?> _values = [];

    /// <summary>A field without arguments.</summary>
    public static ArgumentValues Empty { get; } = new();

    /// <summary>What is present, in the order of definition.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Present => _values;

    /// <summary>The value; null if it is absent or null.</summary>
    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        internal set => _values[name] = value;
    }

    /// <summary>Whether a value is there, null included.</summary>
    public bool Has(string name) => _values.ContainsKey(name);
}
