using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: 3.5.3 String.</remarks>
internal sealed class StringType : ScalarType
{
    public StringType()
        : base("String")
    {
        Description = "The `String` scalar type represents textual data, represented as UTF-8 character sequences. The String type is most often used by GraphQL to represent free-form human-readable text.";
        RuntimeType = typeof(string);
    }

    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        value = (literal as StringValueNode)?.Value;
        error = value is null ? $"String cannot represent a non string value: {Printer.Print(literal)}" : null;
        return error is null;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        value = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        error = value is null ? $"String cannot represent a non string value: {JsonText.Inspect(json)}" : null;
        return error is null;
    }

    public override void Write(JsonOutput output, object value)
    {
        if (value is string text)
        {
            output.WriteStringValue(text);
            return;
        }

        output.WriteStringValue(value switch
        {
            bool boolean => boolean ? "true" : "false",
            char or Guid or Uri => value.ToString(),
            _ => JsonText.Number(value)
                ?? throw new GraphQLException($"String cannot represent value: {JsonText.Inspect(value)}"),
        });
    }
}
