using Microsoft.Playwright;
using NemoVideo.Screenshots;

[assembly: AssemblyFixture(typeof(NemoVideo.Browser.Tests.Support.Chromium))]

namespace NemoVideo.Browser.Tests.Support;

/// <summary>The Chromium of this computer, which all tests share. Each page has its own profile.</summary>
/// <remarks>The pages are long tests. Without Chromium, they are skipped.</remarks>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (LongTest.IsRequested && RequiredPrograms.FindChromium() is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program });
        }
    }

    /// <summary>Opens an empty page.</summary>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="isDark">Whether the display is dark.</param>
    /// <param name="hasScript">Whether pages may run scripts.</param>
    internal async Task<BrowserPage> OpenPageAsync(int width, int height, bool isDark = false, bool hasScript = true)
    {
        LongTest.Require("pages in a browser");
        Assert.SkipWhen(_browser is null, "BROWSER TESTS SKIPPED: they need Chromium, which is not on the PATH");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = hasScript,
        });
        return new BrowserPage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
    }
}
