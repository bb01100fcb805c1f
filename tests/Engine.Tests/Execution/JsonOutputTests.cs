using System.Buffers;
using System.Text;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>
/// Pooled buffers must be cleared before they return to the pool. They may hold personal data, which the next user must not
/// find.
/// </summary>
public sealed class JsonOutputTests
{
    private const int FirstBuffer = 16 * 1024;
    private const string Secret = "Amal Haddad";

    [Theory]
    [InlineData("written")]
    [InlineData("dropped")]
    [InlineData("outgrown")]
    [InlineData("outgrown while it is escaped")]
    public void A_buffer_goes_back_empty(string what)
    {
        using (var output = new JsonOutput())
        {
            switch (what)
            {
                case "written":
                    output.WriteStringValue(Secret);
                    break;
                case "dropped":
                    output.WriteStringValue(Secret);
                    output.Rewind(0);
                    break;
                case "outgrown":
                    output.WriteStringValue(Secret);
                    output.WriteRaw(new byte[FirstBuffer]);
                    break;
                default:
                    // The buffer has room for the text, but not for its escapes.
                    output.WriteStringValue(Secret + new string('\n', 4_000));
                    break;
            }

            Encoding.UTF8.GetString(output.Written.Span).Contains(Secret, StringComparison.Ordinal).ShouldBe(what != "dropped");
        }

        // The pool hands out the buffer that the thread returned last.
        var next = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        next.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)).ShouldBe(-1);
        ArrayPool<byte>.Shared.Return(next);
    }
}
