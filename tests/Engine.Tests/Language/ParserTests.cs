using System.Text;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Tests.Language;

public sealed class ParserTests
{
    [Theory]
    [InlineData("{ a }", "{\n  a\n}")]
    [InlineData("query Q($a: [Int!] = [1, 2] @x) @y { b: c(d: $a, e: {f: \"g\\u{1F600}\"}) @include(if: true) { ...F ... on T { h } } }",
        "query Q($a: [Int!] = [1, 2] @x) @y {\n  b: c(d: $a, e: { f: \"g😀\" }) @include(if: true) {\n    ...F\n    ... on T {\n      h\n    }\n  }\n}")]
    [InlineData("\"\"\"\n  d\n    e\n\"\"\" type A implements B & C @d { \"x\" f(a: Int = 1): [A!]! }",
        "\"\"\"\nd\n  e\n\"\"\"\ntype A implements B & C @d {\n  \"x\"\n  f(a: Int = 1): [A!]!\n}")]
    [InlineData("{ }", "{}")]
    public void A_document_is_read_and_written(string source, string printed) =>
        Printer.Print(Parser.Parse(source)).ShouldBe(printed);

    [Theory]
    [InlineData("{", "Syntax Error: Expected Name, found <EOF>.", 1, 2)]
    [InlineData("", "Syntax Error: Unexpected <EOF>.", 1, 1)]
    [InlineData("{ a(b: 01) }", "Syntax Error: Invalid number, unexpected digit after 0: \"1\".", 1, 9)]
    [InlineData("{ a(b: 1x) }", "Syntax Error: Invalid number, expected digit but got: \"x\".", 1, 9)]
    [InlineData("{ a(b: 1.) }", "Syntax Error: Invalid number, expected digit but got: \")\".", 1, 10)]
    [InlineData("fragment on on T { a }", "Syntax Error: Unexpected Name \"on\".", 1, 10)]
    [InlineData("query ($a: Int = $b) { a }", "Syntax Error: Unexpected variable \"$b\" in constant value.", 1, 18)]
    [InlineData("{\r\n  a(s: \"æ😀\") ? }", "Syntax Error: Unexpected character: \"?\".", 2, 15)]
    [InlineData("{ a(s: \"\\uD83D\") }", "Syntax Error: Invalid Unicode escape sequence: \"\\uD83D\".", 1, 9)]
    public void An_error_says_what_was_found_and_where(string source, string message, int line, int column)
    {
        var error = Should.Throw<GraphQLSyntaxException>(() => Parser.Parse(source));
        error.Message.ShouldBe(message);
        error.Location.ShouldBe(new SourceLocation(line, column));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_an_error_with_its_place()
    {
        byte[] source = [.. "{ a\n b(s: \""u8, 0xC3, 0x28, .. "\") }"u8];
        var error = Should.Throw<GraphQLSyntaxException>(() => Parser.Parse(source));
        error.Message.ShouldBe("Syntax Error: Invalid UTF-8 at byte 11.");
        error.Location.ShouldBe(new SourceLocation(2, 8));
    }

    [Theory]
    [InlineData("{", "a")]
    [InlineData("{a", "")]
    [InlineData("{a(b:[", "")]
    [InlineData("{a(b:{c:", "")]
    [InlineData("query($a:[", "")]
    public void Nesting_is_bounded_and_does_not_overflow_the_stack(string level, string core)
    {
        var repeated = level.StartsWith("{a(", StringComparison.Ordinal) ? "{a(b:" + Repeat(level[5..], 4000)
            : level.StartsWith("query", StringComparison.Ordinal) ? "query($a:" + Repeat("[", 4000)
            : Repeat(level == "{" ? "{a" : level, 4000);
        var error = Should.Throw<GraphQLSyntaxException>(
            () => Parser.Parse(repeated + core, new ParserOptions { MaxTokens = int.MaxValue }));
        error.Message.ShouldBe("Syntax Error: Document is nested more than 200 levels deep (MaxNesting). Parsing aborted.");
    }

    [Fact]
    public void Tokens_are_bounded() =>
        Should.Throw<GraphQLSyntaxException>(() => Parser.Parse("{" + Repeat("a ", 20_000) + "}"))
            .Message.ShouldBe("Syntax Error: Document contains more than 10000 tokens (MaxTokens). Parsing aborted.");

    [Fact]
    public void Directives_are_bounded() =>
        Should.Throw<GraphQLSyntaxException>(() => Parser.Parse("{a " + Repeat("@b ", 2_000) + "}"))
            .Message.ShouldBe("Syntax Error: Document contains more than 500 directives (MaxDirectives). Parsing aborted.");

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
