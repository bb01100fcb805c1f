using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Integration.Graph.Site.Output;

namespace Integration.Graph.Site.Remote;

/// <summary>
/// The command line, which generates the site from a server's report. Exit codes are those of the server's commands.
/// </summary>
internal static class SiteCommand
{
    /// <summary>Exit code: success.</summary>
    public const int Done = 0;

    /// <summary>Exit code: the report cannot be fetched, or the site cannot be generated or written.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: the command line is wrong; a retry does not help.</summary>
    public const int WrongUse = 2;

    /// <summary>Runs the command, and writes mistakes in the command line to <paramref name="error"/>.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        // Help and version clear the errors.
        if (parsed.Errors is [var wrong, ..])
        {
            await error.WriteLineAsync(wrong.Message + " Run with --help for the options.");
            return WrongUse;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    private static RootCommand Root()
    {
        var api = new Option<Uri>("--api")
        {
            Description = "The address of the server, such as http://localhost:5080, or of its GraphQL endpoint.",
            HelpName = "ADDRESS",
            Required = true,
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : Refuse(result, $"'{result.Tokens[0].Value}' is not an address. Write, for example, http://localhost:5080."),
        };
        var folder = new Option<string>("--output")
        {
            Description = "The folder that the site is written into. A folder with an earlier site is replaced as a whole.",
            HelpName = "FOLDER",
            Required = true,
        };
        folder.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError("--output needs the name of a folder.");
            }
        });
        var command = new RootCommand(
            "Generates the static statistics site from the coverage report of a server. "
            + "Exit codes: 0 success, 1 failure, 2 wrong command line.")
        {
            api,
            folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(api)!, parsed.GetValue(folder)!, parsed.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri api, string folder, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var client = new CoverageClient();
            var report = await client.FetchAsync(api, cancellationToken);
            var pages = await SiteReplacement.WriteAsync(report, folder, cancellationToken);
            await console.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{pages} pages for {report.On:yyyy-MM-dd}, revision {report.Revision}, written to {folder} in {watch.Elapsed.TotalSeconds:0.0} s."));
            return Done;
        }
        catch (Exception exception) when (exception is CoverageClientException or SiteException)
        {
            await console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    private static Uri? Refuse(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
