using System.CommandLine;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server;

/// <summary>
/// <c>sharing-table</c> on the command line: prints the documentation page of what each role may see and do. It needs neither
/// settings nor a database.
/// </summary>
internal static class SharingTableCommand
{
    public static Command Create()
    {
        var command = new Command("sharing-table", "Prints the documentation page of what each role may see and do.");
        command.SetAction(async (parsed, _) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(SharingDocument.Text());
            return ExitCode.Done;
        });
        return command;
    }
}
