using System.Diagnostics;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Production;

[assembly: AssemblyFixture(typeof(PublishedProgram))]

namespace Integration.Graph.Server.Tests.Production;

/// <summary>
/// The output of <c>dotnet publish</c> for the build under test, in a folder outside the repository. Published once per run,
/// on first use.
/// </summary>
public sealed class PublishedProgram : IDisposable
{
    private const string Name = "Integration.Graph.Server";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("integration-graph-published-");
    private readonly Lazy<Task<string>> _folder;

    public PublishedProgram() => _folder = new(() => Task.Run(PublishAsync));

    /// <summary>The published folder.</summary>
    internal Task<string> FolderAsync => _folder.Value;

    /// <summary>The package cache of the build.</summary>
    internal static string PackageCache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>
    /// Starts the program as on a machine with only the runtime: from the root folder, with the given environment variables
    /// only, and as another user if the tests run as root.
    /// </summary>
    /// <param name="environment">Settings and other environment variables.</param>
    /// <param name="arguments">Arguments of the program.</param>
    internal async Task<ProcessStartInfo> StartAsync(IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> arguments)
    {
        string[] command = [Path.Combine(await FolderAsync, Name), .. arguments];
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("/usr/bin/setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--no-new-privs", .. command])
            : new ProcessStartInfo(command[0], command[1..]);
        start.WorkingDirectory = "/";
        start.Environment.Clear();
        start.Environment["PATH"] = Runtime();
        start.Environment["DOTNET_ROOT"] = Runtime();
        // An empty folder without write access.
        start.Environment["HOME"] = start.Environment["NUGET_PACKAGES"] = Path.Combine(_root.FullName, "nothing");
        foreach (var (name, value) in environment)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    /// <summary>Creates a folder that only the program's user may write.</summary>
    internal string WritableFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, name));
        if (Environment.UserName == "root")
        {
            Run("chown", "nobody:nogroup", folder.FullName);
        }

        return folder.FullName;
    }

    /// <summary>Writes a file that the program's user may read.</summary>
    internal string Write(string name, string text)
    {
        var file = Path.Combine(_root.FullName, name);
        File.WriteAllText(file, text);
        Run("chmod", "0644", file);
        return file;
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<string> PublishAsync()
    {
        Run("chmod", "0755", _root.FullName);
        Run("chmod", "0555", Directory.CreateDirectory(Path.Combine(_root.FullName, "nothing")).FullName);
        var folder = Path.Combine(_root.FullName, "program");
        var configuration = AppContext.BaseDirectory.Contains(Path.Combine("bin", "Release"), StringComparison.Ordinal) ? "Release" : "Debug";
        var built = Path.Combine(Readme.Repository, "api/Server/obj", configuration, "net10.0", Name + ".dll");
        var compiled = new FileInfo(Path.Combine(Readme.Repository, "api/Server/obj", configuration, "ahead-of-time", Name + ".dll"));
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Readme.Repository, "api/Server"), "--configuration", configuration, "--no-build", "--output", folder, "-nodeReuse:false",
            // If the build skipped ahead-of-time compilation, publishing skips it too.
            $"-p:CompileAheadOfTime={(compiled.Exists && compiled.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(built) ? "true" : "false")}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Readme.Repository,
        };
        // Removes the variables of the test runner's MSBuild.
        foreach (var name in start.Environment.Keys.Where(x => x.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var publish = Process.Start(start)!;
        var errors = publish.StandardError.ReadToEndAsync();
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldNotContain("warning");
        return folder;
    }

    /// <summary>Returns a folder with the runtime and without an SDK.</summary>
    private string Runtime()
    {
        var folder = Path.Combine(_root.FullName, "runtime");
        if (!Directory.Exists(folder))
        {
            var installed = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
            Directory.CreateDirectory(folder);
            foreach (var part in new[] { "host", "shared" })
            {
                Directory.CreateSymbolicLink(Path.Combine(folder, part), Path.Combine(installed, part));
            }
        }

        return folder;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
