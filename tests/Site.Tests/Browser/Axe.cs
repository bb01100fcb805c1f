using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Integration.Graph.Site.Tests.Browser;

/// <summary>What axe says of a page by WCAG 2.1 A and AA and its own best practices.</summary>
internal static class Axe
{
    /// <summary>The rules that the page breaks, with the nodes that break them.</summary>
    /// <param name="page">As it stands; its policy has to let a script in.</param>
    public static async Task<IReadOnlyList<AxeResultItem>> ViolationsAsync(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] },
            // What passes is not looked at; to describe each of its nodes takes most of the time.
            ResultTypes = [ResultType.Violations],
        });
        result.Passes.ShouldNotBeEmpty();
        return result.Violations;
    }
}
