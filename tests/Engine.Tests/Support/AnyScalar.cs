using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Support;

/// <summary>A scalar that takes everything, as one of a schema without code does.</summary>
internal sealed class AnyScalar(string name) : ScalarType(name)
{
    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        value = literal;
        error = null;
        return true;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        value = json;
        error = null;
        return true;
    }

    public override void Write(JsonOutput output, object value) =>
        output.WriteRaw(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));
}
