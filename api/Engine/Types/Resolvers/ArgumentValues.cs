namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>The coerced arguments of a field, or the fields of an input object. An absent value is different from null.</summary>
/// <remarks>Specification: 6.4.1 CoerceArgumentValues, 3.10 Input Objects (input coercion).</remarks>
public sealed class ArgumentValues
{
    private readonly Dictionary<string, object?> _values = [];

    /// <summary>The arguments of a field without arguments.</summary>
    public static ArgumentValues Empty { get; } = new();

    /// <summary>The values that are present, in definition order.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Present => _values;

    /// <summary>The value; null if it is absent or null.</summary>
    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        internal set => _values[name] = value;
    }

    /// <summary>Whether a value is present, even if it is null.</summary>
    public bool Has(string name) => _values.ContainsKey(name);
}
