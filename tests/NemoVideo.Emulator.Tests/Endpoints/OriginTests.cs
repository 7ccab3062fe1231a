namespace NemoVideo.Emulator.Tests.Endpoints;

/// <summary>Which hosts require the bearer token, and which hosts serve files (protocol sections 1 and 8).</summary>
public sealed class OriginTests
{

    [Fact]
    public async Task Output_Redirected_HasSamePathOnOtherHost()
    {
        await using var caller = await Caller.SignedInAsync();
        var url = await RenderAsync(caller);
        var content = await caller.Http.GetByteArrayAsync(url, Caller.Ending);
        caller.Host.AddFault($"GET /output/*: redirect http://localhost:{url.Port}*");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var reply = await http.GetAsync(url, Caller.Ending);

        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
        Assert.Equal(new Uri($"http://localhost:{url.Port}{url.AbsolutePath}"), reply.Headers.Location);
        Assert.Equal(content, await http.GetByteArrayAsync(reply.Headers.Location, Caller.Ending));
        Assert.Equal($"localhost:{url.Port}", caller.Host.Requests[^1].Headers["Host"]);
    }

    [Theory]
    [InlineData("redirect 301 http://localhost:1/x", 301, "http://localhost:1/x")]
    [InlineData("redirect 303 /elsewhere", 303, "/elsewhere")]
    [InlineData("redirect 307 https://evil.invalid*?from=*", 307, "https://evil.invalid/api/credits/balance/simple?from=/api/credits/balance/simple")]
    [InlineData("redirect 308 http://localhost:1/", 308, "http://localhost:1/")]
    public async Task Api_Redirected_HasStatusAndLocation(string action, int status, string location)
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Faults = ["GET *: " + action] });
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var reply = await http.GetAsync(new Uri(caller.Host.Url, "/api/credits/balance/simple"), Caller.Ending);

        Assert.Equal((status, location), ((int)reply.StatusCode, reply.Headers.Location?.OriginalString));
    }

    private static async Task<Uri> RenderAsync(Caller caller)
    {
        await caller.RenderDraftAsync("render_1");
        var status = await caller.GetAsync("/api/render/proxy/lambda/render_1");
        return new Uri(status.Body.GetProperty("output").GetProperty("url").GetString()!);
    }
}
