using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: 3.5.5 ID.</remarks>
internal sealed class IdType : ScalarType
{
    private const string NotId = "ID cannot represent value: ";

    public IdType()
        : base("ID")
    {
        Description = "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.";
        RuntimeType = typeof(string);
    }

    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        value = literal switch
        {
            StringValueNode text => text.Value,
            IntValueNode integer => integer.Value,
            _ => null,
        };
        error = value is null
            ? $"ID cannot represent a non-string and non-integer value: {Printer.Print(literal)}"
            : null;
        return error is null;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        value = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => JsonText.Integer(json),
            _ => null,
        };
        error = value is null ? NotId + JsonText.Inspect(json) : null;
        return error is null;
    }

    public override void Write(JsonOutput output, object value) => output.WriteStringValue(value switch
    {
        string text => text,
        Guid guid => guid.ToString(),
        double or float or decimal => throw new GraphQLException(NotId + JsonText.Inspect(value)),
        _ => JsonText.Number(value) ?? throw new GraphQLException(NotId + JsonText.Inspect(value)),
    });
}
