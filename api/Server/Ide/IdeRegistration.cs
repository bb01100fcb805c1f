namespace Integration.Graph.Server.Ide;

/// <summary>Registers the query page.</summary>
internal static class IdeRegistration
{
    /// <summary>Maps the query page, <c>/ide/</c>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="folder">The folder of the built page; null for the one beside the server.</param>
    public static void MapQueryPage(this WebApplication app, string? folder = null) =>
        QueryPage.Map(app, folder ?? Path.Combine(AppContext.BaseDirectory, "ide"));
}
