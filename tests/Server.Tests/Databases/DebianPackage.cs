using System.Diagnostics;

namespace Integration.Graph.Tests;

/// <summary>Finds programs that tests need. Linked into the other test projects.</summary>
internal static class DebianPackage
{
    private static readonly Lock Turn = new();

    /// <summary>
    /// Returns the path of a program. If <paramref name="find"/> does not find it, installs the package first, provided that
    /// the tests run as root on a system with apt-get.
    /// </summary>
    /// <exception cref="InvalidOperationException">The program is missing; the message names the package to install.</exception>
    public static string Program(string package, Func<string?> find)
    {
        lock (Turn)
        {
            if (find() is { } there)
            {
                return there;
            }

            var advice = $"The tests need the package '{package}': apt-get install -y {package}";
            if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
            {
                throw new InvalidOperationException(advice);
            }

            Run("/usr/bin/apt-get", ["update", "-q"]);
            var (code, output) = Run("/usr/bin/apt-get", ["install", "-y", "-q", "--no-install-recommends", package]);
            return find() ?? throw new InvalidOperationException(
                $"{advice} (installing it ended with code {code}:{Environment.NewLine}{output})");
        }
    }

    /// <summary>
    /// Returns the match in the folder with the newest version, for example of <c>/usr/lib/postgresql/*/bin/initdb</c>.
    /// </summary>
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
