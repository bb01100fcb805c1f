using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server;

/// <summary>What the program does instead of serving, if its first argument names it.</summary>
internal static class CommandLine
{
    private const string SharingTable = "sharing-table";

    /// <summary>Whether something else than a server is asked for.</summary>
    public static bool IsMeant(string[] arguments) =>
        SchemaCommand.IsMeant(arguments) || VerifyLedgerCommand.IsMeant(arguments) || RetentionCommand.IsMeant(arguments) || SeedCommand.IsMeant(arguments) || arguments is [SharingTable, ..];

    /// <summary>Does it; what is wrong with the command line goes to <paramref name="error"/>.</summary>
    /// <returns>The exit code: 0, 2 if the command line is wrong, or what the command says.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        if (SchemaCommand.IsMeant(arguments))
            return SchemaCommand.Run(arguments, output, error);
        if (VerifyLedgerCommand.IsMeant(arguments))
            return await VerifyLedgerCommand.RunAsync(arguments, output, error);
        if (RetentionCommand.IsMeant(arguments))
            return await RetentionCommand.RunAsync(arguments, output, error);
        if (SeedCommand.IsMeant(arguments))
            return await SeedCommand.RunAsync(arguments, output, error);
        if (arguments.Length > 1)
        {
            await error.WriteLineAsync($"{SharingTable} takes no arguments; it prints the page that says who may see and do what.");
            return 2;
        }

        await output.WriteAsync(SharingDocument.Text());
        return 0;
    }
}
