using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

public sealed class SchemaOracleTests(ReferenceImplementation oracle)
{
    public static TheoryData<string> Names => [.. Schemas.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_is_printed_as_the_reference_implementation_prints_it(string name)
    {
        var schema = SdlSchema.Build(Schemas.All[name]);
        var expected = oracle.Ask<SchemaAnswer>(new { op = "schema", name, sdl = Schemas.All[name] });
        SchemaPrinter.Print(schema).ShouldBe(expected.Printed);
        SchemaValidator.Validate(schema).ShouldBe(expected.Problems);
        expected.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Introspection_describes_itself_as_the_reference_implementation_does()
    {
        var expected = oracle.Ask<SchemaAnswer>(new { op = "schema", name = "small", sdl = "type Query { a: Int }" });
        var directives = BuiltInDirectives.All.Select(d => new DirectiveDefinition("x" + d.Name)
        {
            Description = d.Description,
            Arguments = d.Arguments,
            Locations = d.Locations,
        });
        var described = new Schema([], directives, new ObjectType("Query"));
        var types = Introspection.CreateTypes().Select(SchemaPrinter.Print);
        string.Join("\n\n", [SchemaPrinter.Print(described).Replace("@x", "@", StringComparison.Ordinal), .. types])
            .ShouldEndWith(expected.Introspection);
    }

    [Theory]
    [InlineData("type Query { __a: Int, b(__c: Int): Int }")]
    [InlineData("type Query { a: In } input In { b: Int }")]
    [InlineData("type Query { a(b: Query): Int }")]
    [InlineData("type Query implements I { a: Int } interface I { b: Int }")]
    [InlineData("type Query implements I { a: Int } interface I { a: String }")]
    [InlineData("type Query implements I { a: Int! b: [J!] } interface I { a: Int b: [I] } interface J implements I { a: Int b: [I] }")]
    [InlineData("type Query implements I { a: [Int] b: [[Int!]!]! } interface I { a: Int b: [Int] }")]
    [InlineData("type Query implements I { a(b: Int!, c: Int!, d: Int! = 1): Int } interface I { a(b: Int, e: Int): Int }")]
    [InlineData("type Query implements J { a: Int } interface I { a: Int } interface J implements I { a: Int }")]
    [InlineData("type Query { a: Int } interface I implements J { a: Int } interface J implements I { a: Int }")]
    [InlineData("type Query { a: Int } interface I implements I { a: Int }")]
    [InlineData("type Query implements I & I { a: Int } interface I { a: Int }")]
    [InlineData("type Query implements I { a: Int @deprecated } interface I { a: Int }")]
    [InlineData("type Query { a(b: Int! @deprecated, c: Int! = 1 @deprecated, d: Int @deprecated): Int } input In { e: Int! @deprecated }")]
    [InlineData("type Query { a: U } union U = Query | Query")]
    [InlineData("type Query { a: Int } enum __E { __A B }")]
    [InlineData("type Query { a(b: In): Int } input In { in: In! }")]
    [InlineData("type Query { a(b: A): Int } input A { b: B! } input B { c: C!, a: A } input C { a: A!, b: [B!]! }")]
    [InlineData("type Query { a(b: A): Int } input A { a: A } input B { b: [B!]! } input C { c: C, d: Int! }")]
    [InlineData("type Query { a(b: A): Int } input A @oneOf { a: A, b: B } input B @oneOf { a: A } input C @oneOf { c: C, d: Int } input D { a: A! e: E! } input E { d: D! }")]
    [InlineData("type Query { a(b: A): Int } input A @oneOf { a: Int!, b: Int = 1, c: String }")]
    [InlineData("type Query { a(b: Int = \"x\", c: [Int!] = [1, null], d: E = F, e: In = {}, f: Int! = null): Int } enum E { G } input In { a: Int!, b: Int = 1.5 }")]
    [InlineData("type Query { a(b: A): Int } input A { b: B = {} } input B { a: A = {} }")]
    [InlineData("type Query { a(b: A): Int } input A { a: A = {a: null}, b: B = {c: [{}]} } input B { c: [B] = [{c: []}], d: B = {} }")]
    [InlineData("type Query { a(b: A): Int } input A { a: A = {} }")]
    [InlineData("directive @__d(__a: Int, b: Query) on FIELD directive @e(f: Int! @deprecated, g: Int = \"x\") on FIELD type Query { a: Int }")]
    [InlineData("schema { query: A mutation: A subscription: A } type A { a: Int }")]
    [InlineData("schema { query: A mutation: B subscription: B } type A { a: Int } type B { a: Int }")]
    public void What_is_wrong_with_a_schema_is_found_alike(string sdl)
    {
        var expected = oracle.Ask<SchemaAnswer>(new { op = "schema", name = "wrong", sdl });
        var found = SchemaValidator.Validate(SdlSchema.Build(sdl));
        found.Select(WithoutPath).Order().ShouldBe(expected.Problems.Select(WithoutPath).Order());
    }

    /// <summary>
    /// Removes the path inside a default value. The reference implementation reports the path; the engine prints the invalid
    /// part.
    /// </summary>
    private static string WithoutPath(string problem) =>
        System.Text.RegularExpressions.Regex.Replace(problem, "(has invalid default value) at [^:]*:", "$1:");
}
