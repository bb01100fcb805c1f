using Integration.Graph.Site.Components;

namespace Integration.Graph.Site.Output;

/// <summary>A page before it is rendered: its component, the component's parameters, and its context with the path.</summary>
internal sealed record SitePage(Type Component, PageContext Context, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>
    /// Path of the file relative to the site's root. For an address that ends in a slash, the folder's index page.
    /// </summary>
    public string File => Context.Path.Length == 0 || Context.Path.EndsWith('/')
        ? Context.Path + "index.html"
        : Context.Path;
}
