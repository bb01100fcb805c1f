using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integration.Graph.Site.Output;

/// <summary>Renders components to HTML, for the site and for the server's printed pages. See decisions/0001.</summary>
internal sealed class PageRenderer : IAsyncDisposable
{
    // The default encoder would write å as an entity; this one permits all ranges.
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    /// <summary>Returns the HTML of a component. Each call uses a renderer of its own: a shared one keeps every page in memory.</summary>
    public async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(_services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString() + "\n");
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
