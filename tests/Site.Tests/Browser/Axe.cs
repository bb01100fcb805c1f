using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Integration.Graph.Site.Tests.Browser;

/// <summary>Checks pages with axe, by WCAG 2.1 A and AA and axe's own best practices.</summary>
internal static class Axe
{
    /// <summary>Returns the rules that the page violates, with the violating nodes.</summary>
    /// <param name="page">The page in its current state. Its policy must permit scripts.</param>
    public static async Task<IReadOnlyList<AxeResultItem>> ViolationsAsync(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] },
            // Passed checks are not needed. Describing their nodes takes most of the time.
            ResultTypes = [ResultType.Violations],
        });
        result.Passes.ShouldNotBeEmpty();
        return result.Violations;
    }
}
