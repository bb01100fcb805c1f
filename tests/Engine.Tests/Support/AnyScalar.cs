using System.Globalization;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Support;

/// <summary>A scalar that accepts every value, like a scalar of a schema without code. Values are plain .NET values.</summary>
internal sealed class AnyScalar(string name) : ScalarType(name)
{
    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        value = Plain(literal);
        error = null;
        return true;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        value = Plain(json);
        error = null;
        return true;
    }

    public override void Write(JsonOutput output, object value) =>
        output.WriteRaw(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));

    private static object? Plain(ValueNode literal) => literal switch
    {
        IntValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        FloatValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        StringValueNode text => text.Value,
        EnumValueNode name => name.Value,
        BooleanValueNode flag => flag.Value,
        ListValueNode list => list.Values.Select(Plain).ToArray(),
        ObjectValueNode record => record.Fields.DistinctBy(f => f.Name.Value).ToDictionary(f => f.Name.Value, f => Plain(f.Value)),
        _ => null,
    };

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value)),
        _ => null,
    };
}
