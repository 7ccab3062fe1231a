namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class CdnTests
{
    [Fact]
    public async Task Output_Url_IsNotOnTheApiHost()
    {
        await using var caller = await Caller.SignedInAsync();
        var url = await RenderAsync(caller);

        Assert.Equal(caller.Host.CdnUrl.Authority, url.Authority);
        Assert.NotEqual(caller.Host.Url.Authority, url.Authority);
        Assert.Equal("127.0.0.1", url.Host);
    }

    [Fact]
    public async Task Output_WithoutToken_HasLengthAndETag()
    {
        await using var caller = await Caller.SignedInAsync();
        var url = await RenderAsync(caller);
        using var anonymous = new HttpClient();
        using var reply = await anonymous.GetAsync(url, Caller.Ending);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("video/mp4", reply.Content.Headers.ContentType?.MediaType);
        Assert.Equal((await reply.Content.ReadAsByteArrayAsync(Caller.Ending)).Length, reply.Content.Headers.ContentLength);
        Assert.False(reply.Headers.ETag!.IsWeak);
        Assert.Contains("bytes", reply.Headers.AcceptRanges);
        var record = caller.Host.Requests[^1];
        Assert.Equal(("cdn", false), (record.Origin, record.HasAuthorization));
    }

    [Fact]
    public async Task Output_RangeRequest_ReturnsThatPart()
    {
        await using var caller = await Caller.SignedInAsync();
        var url = await RenderAsync(caller);
        var content = await caller.Http.GetByteArrayAsync(url, Caller.Ending);
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(10, null) } };
        using var reply = await caller.Http.SendAsync(request, Caller.Ending);

        Assert.Equal(HttpStatusCode.PartialContent, reply.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(10, content.Length - 1, content.Length), reply.Content.Headers.ContentRange);
        Assert.Equal(content[10..], await reply.Content.ReadAsByteArrayAsync(Caller.Ending));
    }

    [Theory]
    [InlineData("/api/credits/balance/simple")]
    [InlineData("/_emulator/requests")]
    public async Task Cdn_ApiPath_Returns404(string path)
    {
        await using var caller = await Caller.SignedInAsync();
        using var reply = await caller.Http.GetAsync(new Uri(caller.Host.CdnUrl, path), Caller.Ending);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    [Fact]
    public async Task Api_OutputPath_Returns404()
    {
        await using var caller = await Caller.SignedInAsync();
        var url = await RenderAsync(caller);
        using var reply = await caller.Http.GetAsync(url.AbsolutePath, Caller.Ending);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    private static async Task<Uri> RenderAsync(Caller caller)
    {
        await caller.RenderDraftAsync("render_1");
        var status = await caller.GetAsync("/api/render/proxy/lambda/render_1");
        return new Uri(status.Body.GetProperty("output").GetProperty("url").GetString()!);
    }
}
