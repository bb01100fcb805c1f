using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Server.Rights.Pages;

/// <summary>Base of the document: Razor makes components public, so what it shows is handed down to it instead of being a parameter.</summary>
public abstract class SubjectComponent : ComponentBase
{
    [CascadingParameter]
    private protected SubjectPage Page { get; set; } = null!;
}
