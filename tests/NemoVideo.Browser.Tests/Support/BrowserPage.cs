using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace NemoVideo.Browser.Tests.Support;

/// <summary>A page, and what happened on it.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(static () => new BundledAxeScriptProvider().GetScript());

    private readonly IBrowserContext _context;

    public BrowserPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Request += (_, request) => Requests.Add(request.Url);
        page.PageError += (_, error) => Problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Problems.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>The URLs that the page has requested.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors of the script, and violations of the content security policy.</summary>
    public List<string> Problems { get; } = [];

    public Task OpenAsync(Uri url) => Page.GotoAsync(url.AbsoluteUri);

    /// <summary>Waits until an expression is true in the page.</summary>
    public Task WaitAsync(string condition) => Page.WaitForFunctionAsync($"() => Boolean({condition})");

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression) => await Page.EvaluateAsync<JsonElement?>(expression) ?? default;

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>How many pixels the page is wider than the screen.</summary>
    public Task<int> ReadOverflowAsync() =>
        Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>The violations of the rules of axe-core, one in each line. Empty if there are none.</summary>
    public async Task<string> FindViolationsAsync()
    {
        await Page.EvaluateAsync(Axe.Value);
        return await Page.EvaluateAsync<string>("""
            async () => (await axe.run({ resultTypes: ['violations'] })).violations
              .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`.replaceAll('\n', ' ')))
              .join('\n')
            """);
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
