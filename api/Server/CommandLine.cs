using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server;

/// <summary>What the program does instead of serving, if its first argument names it.</summary>
internal static class CommandLine
{
    private const string SharingTable = "sharing-table";

    /// <summary>Whether something else than a server is asked for.</summary>
    public static bool IsMeant(string[] arguments) => SchemaCommand.IsMeant(arguments) || arguments is [SharingTable, ..];

    /// <summary>Does it; what is wrong with the command line goes to <paramref name="error"/>.</summary>
    /// <returns>The exit code: 0, or 2 if the command line is wrong.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (SchemaCommand.IsMeant(arguments))
            return SchemaCommand.Run(arguments, output, error);
        if (arguments.Length > 1)
        {
            error.WriteLine($"{SharingTable} takes no arguments; it prints the page that says who may see and do what.");
            return 2;
        }

        output.Write(SharingDocument.Text());
        return 0;
    }
}
