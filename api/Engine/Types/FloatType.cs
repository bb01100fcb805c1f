using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: 3.5.2 Float. Infinity is not a Float, so a literal beyond the range is an error.</remarks>
internal sealed class FloatType : ScalarType
{
    private const string NotNumeric = "Float cannot represent non numeric value: ";

    public FloatType()
        : base("Float")
    {
        Description = "The `Float` scalar type represents signed double-precision fractional values as specified by [IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).";
        RuntimeType = typeof(double);
    }

    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        var text = literal switch
        {
            IntValueNode integer => integer.Value,
            FloatValueNode number => number.Value,
            _ => null,
        };
        if (text is null
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            || !double.IsFinite(parsed))
        {
            value = null;
            error = NotNumeric + Printer.Print(literal);
            return false;
        }

        value = parsed;
        error = null;
        return true;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            value = null;
            error = NotNumeric + JsonText.Inspect(json);
            return false;
        }

        value = number;
        error = null;
        return true;
    }

    public override void Write(JsonOutput output, object value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number):
                output.WriteNumberValue(number);
                return;
            case float number when float.IsFinite(number):
                output.WriteNumberValue(number);
                return;
            case decimal number:
                output.WriteNumberValue((double)number);
                return;
            case int or long or short or sbyte or byte or ushort or uint:
                output.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return;
            default:
                throw new GraphQLException(NotNumeric + JsonText.Inspect(value));
        }
    }
}
