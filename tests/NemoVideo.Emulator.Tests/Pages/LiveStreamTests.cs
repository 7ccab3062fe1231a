namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>Server-sent events that change an open page.</summary>
public sealed class LiveStreamTests
{
    [Fact]
    public async Task Session_WhileMessageIsHeld_ShowsItsEvents()
    {
        await using var caller = await Caller.WithClipAsync();
        using var browser = new Browser(caller);
        using var response = await browser.SendAsync(HttpMethod.Get, $"/session/{caller.Session}/events");
        using var live = new StreamReader(await response.Content.ReadAsStreamAsync(Caller.Ending));
        await ReadUntilAsync(live, change => change.GetProperty("id").GetString() == "timeline");
        caller.Host.AddFault("POST /run_sse: hold after 1 events");
        var message = caller.SendMessageAsync(caller.Session, "add a title \"Hi\"");
        var said = await ReadUntilAsync(live, change => HtmlOf(change).Contains("Let me edit that.", StringComparison.Ordinal));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("conversation", said.GetProperty("parent").GetString());
        Assert.False(message.IsCompleted);
        caller.Host.ReleaseHeld();
        await message;
        var timeline = await ReadUntilAsync(live, change => change.GetProperty("id").GetString() == "timeline");
        var result = await ReadUntilAsync(live, change => HtmlOf(change).Contains("class=\"entry toolresult\"", StringComparison.Ordinal));

        Assert.Contains("Title added: &quot;Hi&quot; (0-3s)", HtmlOf(result), StringComparison.Ordinal);
        Assert.Contains("class=\"block text\"", HtmlOf(timeline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_Fragments_EqualThoseOfThePage()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title \"Hi\"");
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/session/" + caller.Session);
        using var response = await browser.SendAsync(HttpMethod.Get, $"/session/{caller.Session}/events");
        using var live = new StreamReader(await response.Content.ReadAsStreamAsync(Caller.Ending));
        await ReadUntilAsync(live, change =>
        {
            Assert.Contains($"id=\"{change.GetProperty("id").GetString()}\"", page, StringComparison.Ordinal);
            Assert.Contains(HtmlOf(change).ReplaceLineEndings(), page.ReplaceLineEndings(), StringComparison.Ordinal);
            return change.GetProperty("parent").GetString() == "requests";
        });
    }

    [Fact]
    public async Task List_NewSession_IsAdded()
    {
        await using var caller = await Caller.SignedInAsync();
        using var browser = new Browser(caller);
        using var response = await browser.SendAsync(HttpMethod.Get, "/events");
        using var live = new StreamReader(await response.Content.ReadAsStreamAsync(Caller.Ending));
        var session = await caller.CreateSessionAsync("Winter");
        var added = await ReadUntilAsync(live, change => change.GetProperty("id").GetString() == "session-" + session);

        Assert.Contains("Winter", HtmlOf(added), StringComparison.Ordinal);
    }

    private static string HtmlOf(JsonElement change) => change.GetProperty("html").GetString()!;

    private static async Task<JsonElement> ReadUntilAsync(StreamReader live, Func<JsonElement, bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        while (await live.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonElement.Parse(line["data: ".Length..]) is var change && condition(change))
            {
                return change;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
