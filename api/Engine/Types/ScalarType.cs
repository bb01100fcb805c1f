using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>A scalar type. Specification: 3.5 Scalars.</summary>
public abstract class ScalarType(string name) : NamedType(name)
{
    /// <summary>URL of the scalar's specification, printed as <c>@specifiedBy</c>; null if there is none.</summary>
    public string? SpecifiedBy { get; init; }

    /// <summary>Input coercion of a literal without variables.</summary>
    /// <param name="literal">The literal; never a <see cref="NullValueNode"/>.</param>
    /// <param name="value">The C# value.</param>
    /// <param name="error">
    /// The error, for example <c>Int cannot represent non-integer value: "a"</c>; null for the general message.
    /// </param>
    public abstract bool TryParseLiteral(ValueNode literal, out object? value, out string? error);

    /// <summary>Input coercion of a variable's JSON value, which is not null.</summary>
    public abstract bool TryParseValue(JsonElement json, out object? value, out string? error);

    /// <summary>Result coercion: writes a value as JSON.</summary>
    /// <exception cref="GraphQLException">The scalar cannot represent the value.</exception>
    public abstract void Write(JsonOutput output, object value);
}
