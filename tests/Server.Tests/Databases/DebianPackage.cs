using System.Diagnostics;

namespace Integration.Graph.Tests;

/// <summary>Programs that tests need. Linked into the other test projects.</summary>
internal static class DebianPackage
{
    private static readonly Lock Turn = new();

    /// <summary>
    /// The path of a program: the first that <paramref name="find"/> finds, after installing the package if it finds
    /// none and the tests run as root on a system with apt-get.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is missing; the message says what to install.</exception>
    public static string Program(string package, Func<string?> find)
    {
        lock (Turn)
        {
            if (find() is { } there)
                return there;
            var advice = $"The tests need the package '{package}': apt-get install -y {package}";
            if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
                throw new InvalidOperationException(advice);
            Run("/usr/bin/apt-get", ["update", "-q"]);
            var (code, output) = Run("/usr/bin/apt-get", ["install", "-y", "-q", "--no-install-recommends", package]);
            return find() ?? throw new InvalidOperationException(
                $"{advice} (installing it ended with code {code}:{Environment.NewLine}{output})");
        }
    }

    /// <summary>The newest of the files that match, by folder name: <c>/usr/lib/postgresql/*/bin/initdb</c>.</summary>
    public static string? Newest(string folder, string below) => !Directory.Exists(folder)
        ? null
        : Directory.GetDirectories(folder)
            .OrderByDescending(x => x.Length).ThenByDescending(x => x, StringComparer.Ordinal)
            .Select(x => Path.Combine(x, below))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    public static (int Code, string Output) Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
