using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

public sealed class SchemaPrinterTests
{
    private static readonly IReadOnlyList<AppliedDirective> Applied =
    [
        new AppliedDirective("cost", [("weight", new StringValueNode("1.0", block: false))]),
        new AppliedDirective("seen", []),
    ];

    [Fact]
    public void What_is_obsolete_is_deprecated_with_the_reason() =>
        SchemaPrinter.Print(SchemaBuilder.Build(new OpenAccess(), typeof(ObsoleteQueries)).Query).ShouldContain("a: Int! @deprecated(reason: \"Ask for `b`.\")");

    [Theory]
    [InlineData(typeof(SilentQueries))]
    [InlineData(typeof(BlankQueries))]
    public void What_is_obsolete_for_no_reason_is_no_schema(Type queries) =>
        Should.Throw<SchemaException>(() => SchemaBuilder.Build(new OpenAccess(), queries)).Problems.ShouldBe([$"{queries.Name}.GetA is obsolete without a message. Say in the message what to use instead."]);

    [QueryType]
    private static class ObsoleteQueries
    {
        [Obsolete("Ask for `b`.")]
        public static int GetA() => 1;

        public static int GetB() => 1;
    }

    [QueryType]
    private static class SilentQueries
    {
#pragma warning disable CA1041 // The missing message is what is tested.
        [Obsolete]
        public static int GetA() => 1;
#pragma warning restore CA1041
    }

    [QueryType]
    private static class BlankQueries
    {
        [Obsolete(" ")]
        public static int GetA() => 1;
    }

    [Fact]
    public void Applied_directives_come_after_what_they_are_applied_to()
    {
        var input = new InputObjectType("In") { AppliedDirectives = Applied, IsOneOf = true };
        input.SetFields([Input("a", "old")]);
        var contract = new InterfaceType("Named") { AppliedDirectives = Applied };
        contract.SetFields([new FieldDefinition("name", BuiltInScalars.String)]);
        var query = new ObjectType("Query") { Interfaces = [contract], AppliedDirectives = Applied };
        query.SetFields(
        [
            new FieldDefinition("name", BuiltInScalars.String)
            {
                Arguments = [Input("b", null)],
                DeprecationReason = "old",
                AppliedDirectives = Applied,
            },
        ]);
        var union = new UnionType("Any") { Types = [query], AppliedDirectives = Applied };
        var choice = new EnumType("Choice", [new EnumValueDefinition("A")]) { AppliedDirectives = Applied };

        string.Join('\n', new NamedType[] { input, contract, query, union, choice }.Select(SchemaPrinter.Print)).ShouldBe("""
            input In @oneOf @cost(weight: "1.0") @seen {
              a: Int @deprecated(reason: "old") @cost(weight: "1.0") @seen
            }
            interface Named @cost(weight: "1.0") @seen {
              name: String
            }
            type Query implements Named @cost(weight: "1.0") @seen {
              name(b: Int @cost(weight: "1.0") @seen): String @deprecated(reason: "old") @cost(weight: "1.0") @seen
            }
            union Any @cost(weight: "1.0") @seen = Query
            enum Choice @cost(weight: "1.0") @seen {
              A
            }
            """);
    }

    [Fact]
    public void What_only_code_can_do_wrong_is_found_too()
    {
        var stray = new ObjectType("Stray");
        stray.SetFields([new FieldDefinition("a", BuiltInScalars.Int)]);
        var query = new ObjectType("Query");
        query.SetFields(
        [
            new FieldDefinition("not a name", BuiltInScalars.Int),
            new FieldDefinition("twice", BuiltInScalars.Int),
            new FieldDefinition("twice", BuiltInScalars.Int),
            new FieldDefinition("stray", stray),
        ]);
        var choice = new EnumType("Choice", [new EnumValueDefinition("true")]);
        SchemaValidator.Validate(new Schema([query, choice, .. BuiltInScalars.All], BuiltInDirectives.All, query)).ShouldBe(
        [
            "Type Query can only include field twice once.",
            "Name \"not a name\" must consist of letters, digits and \"_\", and not begin with a digit.",
            "Query.stray refers to type Stray, which the schema does not include.",
            "Enum type Choice cannot include value: true.",
        ]);
    }

    private static InputValueDefinition Input(string name, string? deprecation) =>
        new(name, BuiltInScalars.Int) { DeprecationReason = deprecation, AppliedDirectives = Applied };
}
