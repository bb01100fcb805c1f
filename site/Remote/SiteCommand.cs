using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Integration.Graph.Site.Output;

namespace Integration.Graph.Site.Remote;

/// <summary>The command line: makes the site of another server's report.</summary>
internal static class SiteCommand
{
    public const int Succeeded = 0;

    /// <summary>The report could not be fetched.</summary>
    public const int NoReport = 2;

    /// <summary>The site could not be made or written.</summary>
    public const int NotWritten = 3;

    public static RootCommand Create(TextWriter output, TextWriter error)
    {
        var api = new Option<Uri>("--api")
        {
            Description = "The server's address, such as http://localhost:5080, or that of its GraphQL endpoint.",
            Required = true,
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : Refuse(result, $"'{result.Tokens[0].Value}' is no address: write, for example, http://localhost:5080."),
        };
        var folder = new Option<string>("--output")
        {
            Description = "The folder that the site is written into. One with an earlier site is replaced as a whole.",
            Required = true,
        };
        var command = new RootCommand("Makes the static statistics site from the coverage report of a server.") { api, folder };
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
