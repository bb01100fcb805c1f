using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>
/// <c>verify-ledger [--expect CHAIN:GROUP:HASH]... [settings]</c> on the command line: verifies the ledger of the database that
/// the settings name, says where it is broken, and ends. A server may be running.
/// </summary>
internal static class VerifyLedgerCommand
{
    private const string Name = "verify-ledger";
    private const int Whole = 0;
    private const int Broken = 1;
    private const int WrongUse = 2;

    /// <summary>Whether the command line asks for this and not for a server.</summary>
    public static bool IsMeant(string[] arguments) => arguments is [Name, ..];

    /// <summary>Verifies, and says what was found.</summary>
    /// <returns>The exit code: 0; 1 if the ledger is broken; 2 if it could not be verified.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var expect = new Option<string[]>("--expect") { Description = "An anchor that was kept outside of the database: chain, group and hash as the log has them, or chain and group as the metric has them, separated by colons. May be given several times." };
        var command = new Command(Name, "Verifies the chains of the ledger, and the holdings and reasons that are stored beside them.") { expect };
        command.TreatUnmatchedTokensAsErrors = false;
        var parsed = new RootCommand { command }.Parse(arguments);
        try
        {
            var expected = (parsed.GetValue(expect) ?? []).Select(LedgerAnchor.ReadExpected).ToList();
            // What is left are settings, as the server takes them.
            var builder = WebApplication.CreateBuilder([.. parsed.UnmatchedTokens]);
            builder.Services.AddStorage(builder.Configuration, builder.Environment);
            await using var app = builder.Build();
            await using var db = await app.Services.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContextAsync();
            return await ReportAsync(await new LedgerVerification(db).RunAsync(expected), output);
        }
        catch (FormatException)
        {
            await error.WriteLineAsync("--expect takes CHAIN:GROUP:HASH as in the server's log, or CHAIN:GROUP as in its metric.");
        }
        catch (OptionsValidationException wrong)
        {
            await error.WriteLineAsync("The settings are wrong:\n- " + string.Join("\n- ", wrong.Failures));
        }
        catch (Exception exception) when (exception is DbException || exception.InnerException is DbException)
        {
            await error.WriteLineAsync($"The ledger cannot be read: {(exception as DbException ?? exception.InnerException)!.Message} See Database:Provider and Database:ConnectionString.");
        }

        return WrongUse;
    }

    private static async Task<int> ReportAsync(LedgerReport report, TextWriter output)
    {
        foreach (var found in report.Breaks)
        {
            await output.WriteLineAsync(found.ToString());
        }

        if (!report.IsCompared)
        {
            await output.WriteLineAsync("Holdings and reasons were not compared with the entries, because the chains are broken.");
        }

        await output.WriteLineAsync(
            $"{Count(report.Chains, "chain", "chains")}, {Count(report.Groups, "group", "groups")} and {Count(report.Entries, "entry", "entries")}: "
            + (report.Breaks.Count == 0 ? "the ledger is whole." : "the ledger is broken."));
        return report.Breaks.Count == 0 ? Whole : Broken;
    }

    private static string Count(long number, string one, string several) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : several)}");
}
