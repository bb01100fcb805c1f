using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// Base of the page's components. Razor makes components public, so the internal page is a cascading value and not a parameter.
/// </summary>
public abstract class ConsentComponent : ComponentBase
{
    [CascadingParameter]
    private protected ConsentPage Page { get; set; } = null!;

    private protected ConsentTexts Texts => Page.Texts;
}
