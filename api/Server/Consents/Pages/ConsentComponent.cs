using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>Base of the components: Razor makes them public, so what they show is handed down to them instead of being a parameter.</summary>
public abstract class ConsentComponent : ComponentBase
{
    [CascadingParameter]
    private protected ConsentPage Page { get; set; } = null!;

    private protected ConsentTexts Texts => Page.Texts;
}
