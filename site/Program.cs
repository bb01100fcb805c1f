using Integration.Graph.Site.Remote;

namespace Integration.Graph.Site;

/// <summary>Entry point of the command line. It is a class with a namespace, to differ from the server's program.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => SiteCommand.RunAsync(args, Console.Out, Console.Error);
}
