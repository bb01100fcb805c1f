using Integration.Graph.Site.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Integration.Graph.Site.Output;

/// <summary>Root component of a page. It passes the page's context to every component as a cascading value.</summary>
internal sealed class PageHost : ComponentBase
{
    [Parameter, EditorRequired]
    public SitePage Page { get; set; } = null!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<CascadingValue<PageContext>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<>.Value), Page.Context);
        builder.AddComponentParameter(2, nameof(CascadingValue<>.IsFixed), true);
        builder.AddComponentParameter(3, nameof(CascadingValue<>.ChildContent), (RenderFragment)(content =>
        {
            content.OpenComponent(0, Page.Component);
            foreach (var (name, value) in Page.Parameters)
            {
                content.AddComponentParameter(1, name, value);
            }

            content.CloseComponent();
        }));
        builder.CloseComponent();
    }
}
