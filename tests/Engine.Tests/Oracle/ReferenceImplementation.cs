using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Tests;

[assembly: AssemblyFixture(typeof(ReferenceImplementation))]

namespace Integration.Graph.Engine.Tests.Oracle;

/// <summary>graphql-js in a Node process, which processes the same documents as the engine.</summary>
public sealed class ReferenceImplementation : IDisposable
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _turn = new();
    private readonly Process _process;

    public ReferenceImplementation()
    {
        var package = new NodePackage(Folder());
        package.Install();
        _process = package.Start("node", ["oracle.mjs"]);
    }

    /// <summary>Sends one request. The process responds in order.</summary>
    public T Ask<T>(object request)
    {
        lock (_turn)
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
            _process.StandardInput.Flush();
            var line = _process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("The process of the reference implementation ended: " + _process.StandardError.ReadToEnd());
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
}
