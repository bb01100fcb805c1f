using System.Diagnostics;
using System.Text;

namespace Integration.Graph.Tests;

/// <summary>A folder with a <c>package.json</c> beside the tests, and its programs.</summary>
internal sealed class NodePackage(string folder)
{
    /// <summary>The folder that contains package.json.</summary>
    public string Folder { get; } = folder;

    /// <summary>
    /// Installs the packages with <c>npm ci</c> if they are older than the lock file. Fails on a warning of npm.
    /// </summary>
    public void Install()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return;
        }

        var (_, said) = RunBothAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=warn"], null, null).GetAwaiter().GetResult();
        // npm warns of a package that requires a newer Node or is deprecated.
        if (said.Contains("npm warn", StringComparison.Ordinal))
        {
            // The next run has to install, and be warned, again.
            installed.Delete();
            throw new InvalidOperationException($"npm ci warns in {Folder}. Pin a version that runs on Node 20:\n{said}");
        }

        File.SetLastWriteTimeUtc(installed.FullName, DateTime.UtcNow);
    }

    /// <summary>Runs a program and returns its output. If the program fails, the test fails with the output.</summary>
    /// <param name="program">The program, for example <c>node</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Environment variables in addition to those of the tests.</param>
    /// <param name="workingFolder">The folder to run it in, if not <see cref="Folder"/>.</param>
    public async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null) =>
        (await RunBothAsync(program, arguments, environment, workingFolder)).Output;

    /// <summary>As <see cref="RunAsync"/>, but also returns what the program wrote to standard error.</summary>
    public async Task<(string Output, string Errors)> RunBothAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingFolder)
    {
        using var process = Start(program, arguments, environment, workingFolder);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (output, await errors)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed in {workingFolder ?? Folder}:\n{output}\n{await errors}");
    }

    /// <summary>Starts a program. The caller reads and writes its streams, in UTF-8.</summary>
    public Process Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder ?? Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException($"{program} was not found. These tests need Node.js 20 or newer with npm.", exception);
        }
    }
}
