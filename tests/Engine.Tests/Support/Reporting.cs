namespace Integration.Graph.Engine.Tests.Support;

/// <summary>Prints lines even if the test passes: how much was compared, and the seed that repeats the run.</summary>
internal static class Reporting
{
    /// <summary>Writes a line to the output of the test and to the output of <c>dotnet test</c>.</summary>
    public static void Report(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }
}
