using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integration.Graph.Site.Output;

/// <summary>Renders pages to HTML text.</summary>
internal sealed class PageRenderer : IAsyncDisposable
{
    // The default encoder would write å as an entity; this one permits all ranges.
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    /// <summary>Renders a page to HTML, with a renderer for this page only: a shared one keeps every page in memory.</summary>
    public async Task<string> RenderAsync(SitePage page)
    {
        await using var renderer = new HtmlRenderer(_services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(PageHost.Page)] = page });
            var root = await renderer.RenderComponentAsync<PageHost>(parameters);
            return root.ToHtmlString() + "\n";
        });
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
