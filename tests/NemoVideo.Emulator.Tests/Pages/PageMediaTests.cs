namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>Videos and uploads that play in the page.</summary>
public sealed class PageMediaTests
{
    [Fact]
    public async Task Render_Completed_PlaysInThePageWithRanges()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.RenderDraftAsync("render_1", caller.Session);
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/session/" + caller.Session);
        var source = page.Split("<video controls", 2)[1].Split("src=\"")[1].Split('"')[0];
        using var part = await browser.SendAsync(HttpMethod.Get, source, null, ("Range", "bytes=4-7"));
        using var whole = await browser.SendAsync(HttpMethod.Get, source);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("ftyp", await part.Content.ReadAsStringAsync(Caller.Ending));
        Assert.Equal("video/mp4", whole.Content.Headers.ContentType?.MediaType);
        Assert.Contains("not rendered: ffmpeg was not found", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_OfEarlierTimeline_IsMarked()
    {
        const string Note = "The timeline has changed since this render.";
        await using var caller = await Caller.WithClipAsync();
        await caller.RenderDraftAsync("render_1", caller.Session);
        using var browser = new Browser(caller);
        var (_, current) = await browser.OpenAsync("/session/" + caller.Session);
        await caller.SendMessageAsync(caller.Session, "trim to 8 seconds");
        var (_, changed) = await browser.OpenAsync("/session/" + caller.Session);

        Assert.DoesNotContain(Note, current, StringComparison.Ordinal);
        Assert.Contains(Note, changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_OfAnotherSession_IsNotFound()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.RenderDraftAsync("render_1", caller.Session);
        var other = await caller.CreateSessionAsync();
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/session/" + caller.Session);
        var key = page.Split("/renders/", 2)[1].Split(".mp4")[0];

        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync($"/session/{other}/renders/{key}.mp4")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync($"/session/{caller.Session}/renders/none.mp4")).Status);
    }

    [Fact]
    public async Task Render_InProgressThenFailed_ShowsPercentThenReason()
    {
        var time = new ManualTime();
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { TimeProvider = time, RenderTime = TimeSpan.FromSeconds(10) });
        await caller.RenderDraftAsync("render_1", caller.Session);
        time.Advance(TimeSpan.FromSeconds(4));
        using var browser = new Browser(caller);
        var (_, running) = await browser.OpenAsync("/session/" + caller.Session);
        await caller.PostAsync("/api/render/proxy/lambda/render_1/cancel", new { });
        var (_, failed) = await browser.OpenAsync("/session/" + caller.Session);

        Assert.Contains("<progress max=\"100\" value=\"40\"", running, StringComparison.Ordinal);
        Assert.Contains("<p class=\"error\">cancelled</p>", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_InSession_IsListedWithFactsAndOpens()
    {
        await using var caller = await Caller.WithClipAsync();
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/session/" + caller.Session);
        var link = page.Split("<p class=\"file\"><a href=\"", 2)[1].Split('"')[0];
        using var opened = await browser.SendAsync(HttpMethod.Get, link);

        Assert.Contains("<bdi>beach.mp4</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("Video · 136 B · 10s", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(TinyMp4.Lasting(TimeSpan.FromSeconds(10)), await opened.Content.ReadAsByteArrayAsync(Caller.Ending));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync($"/session/{caller.Session}/uploads/..%2f..%2fx")).Status);
    }

    [Fact]
    public async Task Frames_WithFfmpeg_AreAPictureOfTheClip()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { UseFfmpeg = true });
        var session = await caller.CreateSessionAsync();
        var clip = Path.Combine(Path.GetTempPath(), $"nemo-frames-{Guid.NewGuid():n}.mp4");
        try
        {
            await Tool.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:s=320x180:r=25:d=2", "-pix_fmt", "yuv420p", clip);
            await caller.UploadAsync(session, "a.mp4", await File.ReadAllBytesAsync(clip, Caller.Ending));
            using var browser = new Browser(caller);
            var (_, page) = await browser.OpenAsync("/session/" + session);
            using var picture = await browser.SendAsync(HttpMethod.Get, page.Split("<image href=\"", 2)[1].Split('"')[0]);
            await File.WriteAllBytesAsync(clip, await picture.Content.ReadAsByteArrayAsync(Caller.Ending), Caller.Ending);
            var size = await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", clip);

            Assert.Equal("image/jpeg", picture.Content.Headers.ContentType?.MediaType);
            Assert.Equal("228,128", size.Trim());
        }
        finally
        {
            File.Delete(clip);
        }
    }
}
