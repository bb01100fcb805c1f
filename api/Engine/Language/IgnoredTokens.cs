using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>Removes the tokens without meaning: white space, line ends, commas, comments and byte-order marks.</summary>
/// <remarks>Specification: 2.1.7 Ignored Tokens.</remarks>
public static class IgnoredTokens
{
    /// <summary>
    /// Returns the same tokens in as few characters as possible. Two documents that differ only in layout give the same
    /// text, which shows whether two files of trusted documents hold the same documents.
    /// </summary>
    /// <exception cref="GraphQLSyntaxException">The text contains something that is not a token.</exception>
    public static string Strip(string source)
    {
        var lexer = new Lexer(Parser.Encode(source));
        var result = new StringBuilder(source.Length);
        var afterWord = false;
        for (lexer.Advance(); lexer.Kind != TokenKind.EndOfFile; lexer.Advance())
        {
            var isWord = lexer.Kind is TokenKind.Name or TokenKind.Int or TokenKind.Float or TokenKind.String or TokenKind.BlockString;
            if (afterWord && (isWord || lexer.Kind == TokenKind.Spread))
            {
                result.Append(' ');
            }

            result.Append(lexer.Kind == TokenKind.BlockString
                ? BlockString.Print(lexer.StringValue(), isMinimal: true)
                : Encoding.UTF8.GetString(lexer.Text));
            afterWord = isWord;
        }

        return result.ToString();
    }
}
