namespace Integration.Graph.Engine.Tests.Support;

/// <summary>What a run is to tell even when it passes: how much was compared, and the seed that repeats it.</summary>
internal static class Reporting
{
    /// <summary>Writes a line into the test's output, and into that of <c>dotnet test</c>.</summary>
    public static void Report(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }
}
