using Integration.Graph.Site.Components;

namespace Integration.Graph.Site.Output;

/// <summary>One page before it is rendered: its component, what the component is about, and where it stands.</summary>
internal sealed record SitePage(Type Component, PageContext Context, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>The file, from the site's root: an address that ends in a slash is the index page of that folder.</summary>
    public string File => Context.Path.Length == 0 || Context.Path.EndsWith('/')
        ? Context.Path + "index.html"
        : Context.Path;
}
