using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integration.Graph.Server.Http.Printing;

/// <summary>Renders a page to HTML. See site/decisions/0001.</summary>
internal sealed class PageRenderer : IAsyncDisposable
{
    // The default encoder would write å as an entity; this one permits all ranges.
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    /// <summary>Renders a document component with the content of its page.</summary>
    public async Task<string> RenderAsync<TDocument, TPage>(TPage page)
        where TDocument : IComponent
    {
        await using var renderer = new HtmlRenderer(_services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(CascadingValue<>.Value)] = page,
                [nameof(CascadingValue<>.IsFixed)] = true,
                [nameof(CascadingValue<>.ChildContent)] = (RenderFragment)(content =>
                {
                    content.OpenComponent<TDocument>(0);
                    content.CloseComponent();
                }),
            });
            return (await renderer.RenderComponentAsync<CascadingValue<TPage>>(parameters)).ToHtmlString() + "\n";
        });
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
