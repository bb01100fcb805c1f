using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

public sealed class BuiltInScalarTests
{
    [Theory]
    [InlineData("Int", "1", 1)]
    [InlineData("Int", "-2147483648", int.MinValue)]
    [InlineData("Int", "2147483647", int.MaxValue)]
    [InlineData("Float", "1", 1.0)]
    [InlineData("Float", "-1.5e3", -1500.0)]
    [InlineData("String", "\"a\"", "a")]
    [InlineData("Boolean", "true", true)]
    [InlineData("ID", "\"a\"", "a")]
    [InlineData("ID", "123456789012345678901234567890", "123456789012345678901234567890")]
    public void A_literal_is_coerced(string type, string literal, object expected)
    {
        Scalar(type).TryParseLiteral(Parser.ParseConstant(literal), out var value, out var error).ShouldBeTrue();
        value.ShouldBe(expected);
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("Int", "2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648")]
    [InlineData("Int", "1.0", "Int cannot represent non-integer value: 1.0")]
    [InlineData("Int", "\"a\"", "Int cannot represent non-integer value: \"a\"")]
    [InlineData("Float", "1e999", "Float cannot represent non numeric value: 1e999")]
    [InlineData("Float", "\"1\"", "Float cannot represent non numeric value: \"1\"")]
    [InlineData("String", "1", "String cannot represent a non string value: 1")]
    [InlineData("Boolean", "\"true\"", "Boolean cannot represent a non boolean value: \"true\"")]
    [InlineData("ID", "1.0", "ID cannot represent a non-string and non-integer value: 1.0")]
    [InlineData("ID", "A", "ID cannot represent a non-string and non-integer value: A")]
    public void A_literal_of_another_kind_is_an_error(string type, string literal, string expected)
    {
        Scalar(type).TryParseLiteral(Parser.ParseConstant(literal), out var value, out var error).ShouldBeFalse();
        value.ShouldBeNull();
        error.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Int", "1", 1)]
    [InlineData("Int", "1.0", 1)]
    [InlineData("Int", "1e3", 1000)]
    [InlineData("Float", "1", 1.0)]
    [InlineData("Float", "1.5", 1.5)]
    [InlineData("String", "\"a\"", "a")]
    [InlineData("Boolean", "false", false)]
    [InlineData("ID", "4", "4")]
    [InlineData("ID", "4.0", "4")]
    [InlineData("ID", "\"a\"", "a")]
    public void A_variable_is_coerced(string type, string json, object expected)
    {
        Scalar(type).TryParseValue(Json(json), out var value, out var error).ShouldBeTrue();
        value.ShouldBe(expected);
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("Int", "1.5", "Int cannot represent non-integer value: 1.5")]
    [InlineData("Int", "2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648")]
    [InlineData("Int", "\"1\"", "Int cannot represent non-integer value: \"1\"")]
    [InlineData("Int", "{\"a\":[1,\"b\",{}]}", "Int cannot represent non-integer value: { a: [1, \"b\", {}] }")]
    [InlineData("Float", "true", "Float cannot represent non numeric value: true")]
    [InlineData("String", "[1,2,3,4,5,6,7,8,9,10,11,12]", "String cannot represent a non string value: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 2 more items]")]
    [InlineData("Boolean", "0", "Boolean cannot represent a non boolean value: 0")]
    [InlineData("ID", "1.5", "ID cannot represent value: 1.5")]
    public void A_variable_of_another_kind_is_an_error(string type, string json, string expected)
    {
        Scalar(type).TryParseValue(Json(json), out _, out var error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Int", 5L, "5")]
    [InlineData("Float", 1.5f, "1.5")]
    [InlineData("String", "æ", "\"æ\"")]
    [InlineData("String", 5, "\"5\"")]
    [InlineData("Boolean", true, "true")]
    [InlineData("ID", 5, "\"5\"")]
    public void A_result_is_written(string type, object value, string expected)
    {
        using var output = new JsonOutput();
        Scalar(type).Write(output, value);
        Encoding.UTF8.GetString(output.Written.Span).ShouldBe(expected);
    }

    [Theory]
    [InlineData("Int", 2147483648L, "Int cannot represent non 32-bit signed integer value: 2147483648")]
    [InlineData("Int", "a", "Int cannot represent non-integer value: \"a\"")]
    [InlineData("Float", double.PositiveInfinity, "Float cannot represent non numeric value: Infinity")]
    [InlineData("Float", double.NaN, "Float cannot represent non numeric value: NaN")]
    [InlineData("Boolean", 1, "Boolean cannot represent a non boolean value: 1")]
    [InlineData("ID", 1.5, "ID cannot represent value: 1.5")]
    public void A_result_of_another_kind_is_an_error(string type, object value, string expected)
    {
        using var output = new JsonOutput();
        Should.Throw<GraphQLException>(() => Scalar(type).Write(output, value)).Message.ShouldBe(expected);
    }

    private static ScalarType Scalar(string name) => BuiltInScalars.All.Single(s => s.Name == name);

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
