using System.CommandLine;
using System.Globalization;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server;

/// <summary>
/// <c>verify-ledger [--expect CHAIN:GROUP:HASH]... [settings]</c> on the command line: verifies the ledger of the database named
/// in the settings, and lists where it is broken. A server may be running.
/// </summary>
internal static class VerifyLedgerCommand
{
    /// <summary>Creates the command. Exit code 0 on success; 1 if the ledger is broken or could not be read.</summary>
    public static Command Create()
    {
        var expect = new Option<string[]>("--expect")
        {
            Description = "An anchor that was kept outside of the database: chain, group and hash from the log, or chain and group from the metric, separated by colons. May be repeated.",
            HelpName = "CHAIN:GROUP:HASH",
        };
        var command = DatabaseCommand.Create("verify-ledger", "Verifies the chains of the ledger, and the holdings and reasons that are stored with them.", expect);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(expect) ?? [], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] expect, CancellationToken cancellation)
    {
        List<ChainEnd> expected;
        try
        {
            expected = [.. expect.Select(LedgerAnchor.ReadExpected)];
        }
        catch (FormatException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("--expect takes CHAIN:GROUP:HASH as in the server's log, or CHAIN:GROUP as in its metric.");
            return ExitCode.WrongUse;
        }

        return await DatabaseCommand.RunAsync(parsed, async services =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContextAsync(cancellation);
            return await ReportAsync(await new LedgerVerification(db).RunAsync(expected), parsed.InvocationConfiguration.Output);
        });
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
        return report.Breaks.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Count(long number, string one, string several) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : several)}");
}
