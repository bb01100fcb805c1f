using System.Runtime.CompilerServices;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>Locates files of the repository for tests that compare them with the program.</summary>
internal static class Readme
{
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "../../.."));

    public static string[] Settings => File.ReadAllLines(Path.Combine(Repository, "api", "operations", "settings.md"));

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
