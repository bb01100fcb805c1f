using System.Text.Json;
using System.Text.Json.Serialization;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

public sealed class EnumNamesTests
{
    private enum Answer
    {
        WantsContact,
        Declines,
        IDCard,
        Part2Done,
    }

    [Theory]
    [InlineData(0, "WANTS_CONTACT")]
    [InlineData(1, "DECLINES")]
    [InlineData(2, "IDCARD")]
    [InlineData(3, "PART2_DONE")]
    public void A_value_has_one_name_in_the_schema_and_in_JSON(int value, string name)
    {
        var options = new JsonSerializerOptions { Converters = { new JsonStringEnumConverter(EnumNames.JsonPolicy) } };

        ((Answer)value).SchemaName().ShouldBe(name);
        JsonSerializer.Serialize((Answer)value, options).ShouldBe($"\"{name}\"");
        JsonSerializer.Deserialize<Answer>($"\"{name}\"", options).ShouldBe((Answer)value);
    }
}
