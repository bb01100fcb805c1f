namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Leaves out tokens as long as two sides still differ, so that what is left can be kept as an example.</summary>
internal static class Shrinker
{
    /// <summary>The difference that is left.</summary>
    /// <param name="tokens">A document over which the two differ.</param>
    /// <param name="difference">How they differ.</param>
    /// <param name="differ">How they differ over another text; null if they do not.</param>
    public static async Task<string> ShrinkAsync(List<string> tokens, string difference, Func<string, Task<string?>> differ)
    {
        for (var size = tokens.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= tokens.Count;)
            {
                if (!await LeaveOutAsync(start, start + size))
                {
                    start += size;
                }
            }
        }

        for (var start = 0; start < tokens.Count;)
        {
            var end = Tokens.EndOfGroup(tokens, start);
            if (end <= start + 1 || !await LeaveOutAsync(start, end))
            {
                start++;
            }
        }

        return difference;

        async Task<bool> LeaveOutAsync(int start, int end)
        {
            List<string> shorter = [.. tokens[..start], .. tokens[end..]];
            if (await differ(string.Join(' ', shorter)) is not { } still)
            {
                return false;
            }

            (tokens, difference) = (shorter, still);
            return true;
        }
    }
}
