using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Integration.Graph.Engine.Tests.Oracle;

[assembly: AssemblyFixture(typeof(ReferenceImplementation))]

namespace Integration.Graph.Engine.Tests.Oracle;

/// <summary>graphql-js in a Node process, which is asked what it makes of the same documents.</summary>
public sealed class ReferenceImplementation : IDisposable
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _turn = new();
    private readonly Process _process;

    public ReferenceImplementation()
    {
        var folder = Folder();
        InstallWhenOutOfDate(folder);
        _process = Start("node", folder, "oracle.mjs");
    }

    /// <summary>Asks one question; the process answers in order.</summary>
    public T Ask<T>(object request)
    {
        lock (_turn)
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
            _process.StandardInput.Flush();
            var line = _process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("The reference implementation ended: " + _process.StandardError.ReadToEnd());
            using var answer = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 1024 });
            return answer.RootElement.TryGetProperty("failure", out var failure)
                ? throw new InvalidOperationException("The reference implementation failed: " + failure)
                : answer.RootElement.GetProperty("result").Deserialize<T>(Json)!;
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static void InstallWhenOutOfDate(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
        {
            return;
        }

        using var npm = Start("npm", folder, "ci", "--no-audit", "--no-fund", "--loglevel=error");
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEnd();
        npm.WaitForExit();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {folder}: {errors}{output.Result}");
        }

        installed.Refresh();
        File.SetLastWriteTimeUtc(installed.FullName, DateTime.UtcNow);
    }

    private static Process Start(string program, string folder, params string[] arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"These tests compare the engine with graphql-js and need Node.js 20 or newer with npm; {program} was not found.",
                exception);
        }
    }
}
