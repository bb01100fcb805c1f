using System.Runtime.CompilerServices;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Clients;
using Integration.Graph.Tests;

[assembly: AssemblyFixture(typeof(CodeGeneration))]

namespace Integration.Graph.Server.Tests.Clients;

/// <summary>
/// This folder as a front-end team has it: npm's packages, each role's schema, and what GraphQL Code Generator and the
/// TypeScript compiler make of it. All of it once a run, when a test first asks.
/// </summary>
public sealed class CodeGeneration
{
    /// <summary>The documents that serve several roles are generated from the whole schema.</summary>
    private const string WholeSchema = "FULL";

    private readonly Lazy<Task> _installed = new(() => Task.Run(Package.Install));
    private readonly Lazy<Task> _generated;

    public CodeGeneration() => _generated = new(() => Task.Run(GenerateOnceAsync));

    /// <summary>Where package.json is; what is generated lies in <c>generated/</c>, a folder for each role.</summary>
    internal static string Folder { get; } = ThisFolder();

    /// <summary>
    /// All roles' documents by their id, <c>sha256:</c> and the hash of the text, after <see cref="GenerateAsync"/>; what
    /// GraphQL Code Generator calls a manifest of persisted documents.
    /// </summary>
    internal static string Manifest { get; } = Path.Combine(Folder, "generated", "persisted-documents.json");

    private static NodePackage Package { get; } = new(Folder);

    /// <summary>Packages are there after this.</summary>
    internal Task InstallAsync() => _installed.Value;

    /// <summary>Types, documents, the manifest and the compiled clients are there after this.</summary>
    internal Task GenerateAsync() => _generated.Value;

    /// <summary>Runs a program and gives back its output; if it fails, the test does, with all that it wrote.</summary>
    internal static Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null) =>
        Package.RunAsync(program, arguments, environment, folder);

    private async Task GenerateOnceAsync()
    {
        await InstallAsync();
        var generated = new DirectoryInfo(Path.Combine(Folder, "generated"));
        if (generated.Exists)
            generated.Delete(recursive: true);
        foreach (var role in RoleNames.All.Select(RoleNames.InTokens).Append(WholeSchema))
            await WriteSchemaAsync(Path.Combine(generated.FullName, "schemas", role + ".graphql"), role);
        await RunAsync("node", ["node_modules/@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.ts"]);
        WriteManifest();
        await RunAsync("node", ["node_modules/typescript/bin/tsc", "--project", "."]);
    }

    private static async Task WriteSchemaAsync(string file, string role)
    {
        await using var text = new StringWriter();
        await using var errors = new StringWriter();
        (await CommandLine.RunAsync(role == WholeSchema ? ["schema"] : ["schema", "--role", role], text, errors)).ShouldBe(0, errors.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text.ToString());
    }

    /// <summary>The generator writes one for each role; a server's folder of documents knows no roles.</summary>
    private static void WriteManifest()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "generated"), "persisted-documents.json", SearchOption.AllDirectories))
        {
            foreach (var (id, document) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!)
                all[id] = document;
        }
        File.WriteAllText(Manifest, JsonSerializer.Serialize(all));
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
