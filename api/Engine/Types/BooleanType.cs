using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: 3.5.4 Boolean.</remarks>
internal sealed class BooleanType : ScalarType
{
    private const string NotBoolean = "Boolean cannot represent a non boolean value: ";

    public BooleanType()
        : base("Boolean")
    {
        Description = "The `Boolean` scalar type represents `true` or `false`.";
        RuntimeType = typeof(bool);
    }

    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        value = (literal as BooleanValueNode)?.Value;
        error = value is null ? NotBoolean + Printer.Print(literal) : null;
        return error is null;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        value = json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null;
        error = value is null ? NotBoolean + JsonText.Inspect(json) : null;
        return error is null;
    }

    public override void Write(JsonOutput output, object value)
    {
        if (value is not bool boolean)
        {
            throw new GraphQLException(NotBoolean + JsonText.Inspect(value));
        }

        output.WriteBooleanValue(boolean);
    }
}
