using Integration.Graph.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Integration.Graph.Site.Tests.Browser.Chromium))]

namespace Integration.Graph.Site.Tests.Browser;

/// <summary>
/// One Chromium for all tests that look at pages. It is Debian's headless shell, which renders pages only: the full
/// browser draws its own windows in headless mode too, which takes as long again. Installed if it is missing and may be.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly Lazy<Task<IBrowser>> _browser;
    private IPlaywright? _playwright;

    public Chromium() => _browser = new Lazy<Task<IBrowser>>(StartAsync);

    internal Task<IBrowser> BrowserAsync => _browser.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
            await (await _browser.Value).CloseAsync();
        _playwright?.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        var program = DebianPackage.Program("chromium-headless-shell", () => new[] { "/usr/bin/chromium-headless-shell" }.FirstOrDefault(File.Exists));
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Headless = true,
            // A program of root's cannot have a sandbox, and nothing may be asked of the outside.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }
}
