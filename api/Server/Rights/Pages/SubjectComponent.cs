using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Server.Rights.Pages;

/// <summary>
/// Base of the page's components. Razor makes components public, so the internal page is a cascading value and not a parameter.
/// </summary>
public abstract class SubjectComponent : ComponentBase
{
    [CascadingParameter]
    private protected SubjectPage Page { get; set; } = null!;
}
