using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Integration.Graph.Site.Output;

namespace Integration.Graph.Site.Remote;

/// <summary>The command line, which generates the site from a server's report.</summary>
internal static class SiteCommand
{
    public const int Succeeded = 0;

    /// <summary>Exit code: the report could not be fetched.</summary>
    public const int NoReport = 2;

    /// <summary>Exit code: the site could not be generated or written.</summary>
    public const int NotWritten = 3;

    public static RootCommand Create(TextWriter output, TextWriter error)
    {
        var api = new Option<Uri>("--api")
        {
            Description = "The address of the server, such as http://localhost:5080, or of its GraphQL endpoint.",
            Required = true,
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : Refuse(result, $"'{result.Tokens[0].Value}' is not an address. Write, for example, http://localhost:5080."),
        };
        var folder = new Option<string>("--output")
        {
            Description = "The folder that the site is written into. A folder with an earlier site is replaced as a whole.",
            Required = true,
        };
        var command = new RootCommand("Generates the static statistics site from the coverage report of a server.") { api, folder };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(api)!, parsed.GetValue(folder)!, output, error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Uri api, string folder, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var client = new CoverageClient();
            var report = await client.FetchAsync(api, cancellationToken);
            var pages = await SiteReplacement.WriteAsync(report, folder, cancellationToken);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{pages} pages for {report.On:yyyy-MM-dd}, revision {report.Revision}, written to {folder} in {watch.Elapsed.TotalSeconds:0.0} s."));
            return Succeeded;
        }
        catch (CoverageClientException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return NoReport;
        }
        catch (SiteException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return NotWritten;
        }
    }

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
