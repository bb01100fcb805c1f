using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Integration.Graph.Engine.Tests.Support;

/// <summary>A folder with a <c>package.json</c> whose programs are run by Node.</summary>
internal static class NodePackage
{
    /// <summary>What a script writes to its standard output; its packages are installed by <c>npm ci</c> when they are older than the lock file.</summary>
    /// <param name="folder">Relative to the folder of the calling file.</param>
    /// <param name="script">In that folder.</param>
    /// <param name="arguments">Of the script.</param>
    /// <param name="caller">Set by the compiler.</param>
    public static async Task<string> RunAsync(string folder, string script, string[] arguments, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, folder);
        var installed = new FileInfo(Path.Combine(path, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(path, "package-lock.json")))
        {
            await StartAsync("npm", path, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            File.SetLastWriteTimeUtc(installed.FullName, DateTime.UtcNow);
        }

        return await StartAsync("node", path, [script, .. arguments]);
    }

    private static async Task<string> StartAsync(string program, string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await errors}{output}");
        return output;
    }
}
