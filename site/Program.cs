using Integration.Graph.Site.Remote;

namespace Integration.Graph.Site;

/// <summary>The command line. A class with a namespace, so that it is not taken for the server's program.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => SiteCommand.Create(Console.Out, Console.Error).Parse(args).InvokeAsync();
}
