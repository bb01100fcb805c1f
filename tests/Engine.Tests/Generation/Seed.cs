using System.Globalization;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>The seed and size of generated tests. <c>SEED=n</c> repeats a run, <c>FULL=1</c> makes it larger.</summary>
internal static class Seed
{
    public static int Value { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Random.Shared.Next();

    public static int Count(int usual, int full) => Environment.GetEnvironmentVariable("FULL") == "1" ? full : usual;
}
