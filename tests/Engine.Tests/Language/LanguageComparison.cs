using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Validation;

namespace Integration.Graph.Engine.Tests.Language;

internal static class LanguageComparison
{
    /// <summary>Describes where the parser or printer and the reference implementation differ, or returns null.</summary>
    public static string? Difference(string source, TreeAnswer expected, ParserOptions options)
    {
        try
        {
            var document = Parser.Parse(source, options);
            if (expected.Error is { } missed)
            {
                return $"{source}\n-- expected {missed}, read as\n{Printer.Print(document)}";
            }

            var tree = TreeText.Of(document);
            if (tree != expected.Tree)
            {
                return $"{source}\n-- expected tree\n{expected.Tree}\n-- but was\n{tree}";
            }

            var printed = Printer.Print(document);
            return printed == expected.Printed ? null : $"{source}\n-- expected print\n{expected.Printed}\n-- but was\n{printed}";
        }
        catch (GraphQLSyntaxException exception)
        {
            var found = new SyntaxErrorAnswer(exception.Message, exception.Location.Line, exception.Location.Column);
            return found == KnownDifferences.AsMeant(expected.Error) ? null : $"{source}\n-- expected {expected.Error}\n-- but was {found}";
        }
    }

    /// <summary>
    /// Describes where the text without ignored tokens differs from the reference implementation's, or returns null.
    /// </summary>
    public static string? StripDifference(string source, TreeAnswer expected)
    {
        try
        {
            var stripped = IgnoredTokens.Strip(source);
            return stripped == expected.Printed ? null : $"{source}\n-- expected stripped\n{expected.Printed ?? expected.Error!.ToString()}\n-- but was\n{stripped}";
        }
        catch (GraphQLSyntaxException exception)
        {
            var found = new SyntaxErrorAnswer(exception.Message, exception.Location.Line, exception.Location.Column);
            return found == KnownDifferences.AsMeant(expected.Error) ? null : $"{source}\n-- expected stripped {expected.Error?.ToString() ?? expected.Printed}\n-- but was {found}";
        }
    }
}
