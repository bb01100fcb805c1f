namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Removes tokens while the two sides still differ. The rest can be kept as an example.</summary>
internal static class Shrinker
{
    /// <summary>Returns the remaining difference.</summary>
    /// <param name="tokens">A document on which the two sides differ.</param>
    /// <param name="difference">The difference.</param>
    /// <param name="differ">Returns the difference on another text, or null.</param>
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
