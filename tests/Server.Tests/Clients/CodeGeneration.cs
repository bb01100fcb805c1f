using System.Runtime.CompilerServices;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Clients;
using Integration.Graph.Tests;

[assembly: AssemblyFixture(typeof(CodeGeneration))]

namespace Integration.Graph.Server.Tests.Clients;

/// <summary>
/// This folder in the state of a front-end team's checkout: npm packages, each role's schema, and the output of GraphQL Code
/// Generator and the TypeScript compiler. Created once per run, on first use.
/// </summary>
public sealed class CodeGeneration
{
    /// <summary>Documents for several roles are generated from the full schema.</summary>
    private const string WholeSchema = "FULL";

    private readonly Lazy<Task> _installed = new(() => Task.Run(Package.Install));
    private readonly Lazy<Task> _generated;

    public CodeGeneration() => _generated = new(() => Task.Run(GenerateOnceAsync));

    /// <summary>The folder of package.json. Generated files are in <c>generated/</c>, in a folder for each role.</summary>
    internal static string Folder { get; } = ThisFolder();

    /// <summary>
    /// Manifest of persisted documents of GraphQL Code Generator, written by <see cref="GenerateAsync"/>: the documents of
    /// all roles by their id, <c>sha256:</c> and the hash of the text.
    /// </summary>
    internal static string Manifest { get; } = Path.Combine(Folder, "generated", "persisted-documents.json");

    private static NodePackage Package { get; } = new(Folder);

    /// <summary>Installs the packages.</summary>
    internal Task InstallAsync() => _installed.Value;

    /// <summary>Generates types, documents and the manifest, and compiles the clients.</summary>
    internal Task GenerateAsync() => _generated.Value;

    /// <summary>Runs a program and returns its output. If the program fails, the test fails with the output.</summary>
    internal static Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null) =>
        Package.RunAsync(program, arguments, environment, folder);

    private async Task GenerateOnceAsync()
    {
        await InstallAsync();
        var generated = new DirectoryInfo(Path.Combine(Folder, "generated"));
        if (generated.Exists)
        {
            generated.Delete(recursive: true);
        }

        foreach (var role in RoleNames.All.Select(RoleNames.InTokens).Append(WholeSchema))
        {
            await WriteSchemaAsync(Path.Combine(generated.FullName, "schemas", role + ".graphql"), role);
        }

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

    /// <summary>Merges the manifests of the roles. A server's folder of trusted documents has no roles.</summary>
    private static void WriteManifest()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "generated"), "persisted-documents.json", SearchOption.AllDirectories))
        {
            foreach (var (id, document) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!)
            {
                all[id] = document;
            }
        }
        File.WriteAllText(Manifest, JsonSerializer.Serialize(all));
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
