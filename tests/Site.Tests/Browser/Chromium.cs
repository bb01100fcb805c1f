using Integration.Graph.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Integration.Graph.Site.Tests.Browser.Chromium))]

namespace Integration.Graph.Site.Tests.Browser;

/// <summary>
/// One Chromium for all tests in a browser. It is Debian's headless shell, which only renders pages. The full browser also
/// draws its own windows in headless mode, which doubles the time. Installed if it is missing and the tests may install it.
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
        {
            await (await _browser.Value).CloseAsync();
        }

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
            // A program that runs as root cannot have a sandbox. Requests to external hosts are switched off.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }
}
