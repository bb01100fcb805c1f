using System.Diagnostics;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Production;

[assembly: AssemblyFixture(typeof(PublishedProgram))]

namespace Integration.Graph.Server.Tests.Production;

/// <summary>
/// What <c>dotnet publish</c> makes of the build that the tests run on, in a folder where nothing else of the repository is. Once a
/// run, when a test first asks.
/// </summary>
public sealed class PublishedProgram : IDisposable
{
    private const string Name = "Integration.Graph.Server";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("integration-graph-published-");
    private readonly Lazy<Task<string>> _folder;

    public PublishedProgram() => _folder = new(() => Task.Run(PublishAsync));

    /// <summary>The published folder.</summary>
    internal Task<string> FolderAsync => _folder.Value;

    /// <summary>Where the packages of the build are cached.</summary>
    internal static string PackageCache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>
    /// How the program is started on a machine that has the runtime and nothing else: as another user if the tests run as root, with
    /// no variable but the given ones, from the root folder.
    /// </summary>
    /// <param name="environment">Settings and what else the program is to know.</param>
    /// <param name="arguments">Of the program.</param>
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
        // Empty, and not to be written.
        start.Environment["HOME"] = start.Environment["NUGET_PACKAGES"] = Path.Combine(_root.FullName, "nothing");
        foreach (var (name, value) in environment)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    /// <summary>A folder that the program's user may write, and others may not.</summary>
    internal string WritableFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, name));
        if (Environment.UserName == "root")
            Run("chown", "nobody:nogroup", folder.FullName);
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
            // A build that has left it out is not made up for here.
            $"-p:CompileAheadOfTime={(compiled.Exists && compiled.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(built) ? "true" : "false")}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Readme.Repository,
        };
        // The test runner's own MSBuild is another process.
        foreach (var name in start.Environment.Keys.Where(x => x.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        var errors = publish.StandardError.ReadToEndAsync();
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldNotContain("warning");
        return folder;
    }

    /// <summary>A folder with what a machine has that only runs programs: no SDK.</summary>
    private string Runtime()
    {
        var folder = Path.Combine(_root.FullName, "runtime");
        if (!Directory.Exists(folder))
        {
            var installed = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
            Directory.CreateDirectory(folder);
            foreach (var part in new[] { "host", "shared" })
                Directory.CreateSymbolicLink(Path.Combine(folder, part), Path.Combine(installed, part));
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
