using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: 3.5.1 Int.</remarks>
internal sealed class IntType : ScalarType
{
    private const string NotInteger = "Int cannot represent non-integer value: ";
    private const string TooLarge = "Int cannot represent non 32-bit signed integer value: ";

    public IntType()
        : base("Int")
    {
        Description = "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.";
        RuntimeType = typeof(int);
    }

    public override bool TryParseLiteral(ValueNode literal, out object? value, out string? error)
    {
        value = null;
        if (literal is not IntValueNode integer)
        {
            error = NotInteger + Printer.Print(literal);
            return false;
        }

        if (!int.TryParse(integer.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            error = TooLarge + integer.Value;
            return false;
        }

        value = number;
        error = null;
        return true;
    }

    public override bool TryParseValue(JsonElement json, out object? value, out string? error)
    {
        value = null;
        error = null;
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDouble(out var number) || !double.IsInteger(number))
        {
            error = NotInteger + JsonText.Inspect(json);
            return false;
        }

        if (number is < int.MinValue or > int.MaxValue)
        {
            error = TooLarge + JsonText.Inspect(json);
            return false;
        }

        value = (int)number;
        return true;
    }

    public override void Write(JsonOutput output, object value)
    {
        switch (value)
        {
            case int or short or sbyte or byte or ushort:
                output.WriteNumberValue(Convert.ToInt32(value, CultureInfo.InvariantCulture));
                return;
            case long and >= int.MinValue and <= int.MaxValue:
                output.WriteNumberValue((long)value);
                return;
            case uint and <= int.MaxValue:
                output.WriteNumberValue((uint)value);
                return;
            case long or uint or ulong:
                throw new GraphQLException(string.Create(CultureInfo.InvariantCulture, $"{TooLarge}{value}"));
            default:
                throw new GraphQLException(NotInteger + JsonText.Inspect(value));
        }
    }
}
