using System.Text;
using System.Text.Json;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>A service that repeats the token in each field of each response and event in turn: no object and no error shows it.</summary>
public sealed class TokenSweepTests
{
    private const string Token = TokenSpelling.Token;
    private const string Video = "/api/render/proxy/r/download";

    private static readonly ServiceCall[] Calls =
        [.. ServiceCall.All.Where(static call => call.Response is not null && call != ServiceCall.Token)];

    public static TheoryData<string> Names => [.. Calls.Select(static call => call.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Call_TokenInAnyField_IsRedactedEverywhere(string name)
    {
        var reply = "";
        await using var service = await RepeatingService.StartAsync(request => ServiceCall.Named(name).Matches(request) ? RawReply.Json(reply) : null);
        foreach (var (place, kind, json) in JsonVariants.Of(ResponseSweepTests.Responses[name], TokenSpelling.Values))
        {
            reply = json;
            await service.CheckAsync($"{place} as {kind}", ServiceCall.Named(name).RunAsync);
        }

        service.AssertNothingFound();
    }

    [Theory]
    [MemberData(nameof(EventFrames.All), MemberType = typeof(EventFrames))]
    public async Task Edit_TokenInAnyEventField_IsRedactedEverywhere(string frame)
    {
        var stream = "";
        await using var service = await RepeatingService.StartAsync(request => request.Path == "/run_sse" ? RawReply.Stream(StreamBody.Frames(stream, frame)) : null);
        foreach (var (place, kind, json) in JsonVariants.Of(frame, TokenSpelling.Values))
        {
            stream = json;
            await service.CheckAsync($"{place} as {kind}", static async on => await on.Client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync());
        }

        service.AssertNothingFound();
    }

    [Theory]
    [InlineData(400, "application/json", """{"code":7,"message":"X","detail":"X","error":{"message":"X"}}""")]
    [InlineData(429, "application/json", """{"message":"X"}""")]
    [InlineData(500, "text/plain", "X")]
    [InlineData(200, "text/html", "<html>X</html>")]
    [InlineData(200, "application/json", """{"torn":"X""")]
    public async Task Call_TokenInErrorResponse_IsRedactedEverywhere(int status, string type, string body)
    {
        var spelling = "";
        await using var service = await RepeatingService.StartAsync(_ => RawReply.Of(
            status, type, Encoding.UTF8.GetBytes(body.Replace("X", spelling, StringComparison.Ordinal)), $"X-Token: {Token}", $"Location: /{Token}", "Retry-After: 0"));
        foreach (var form in TokenSpelling.Spellings)
        {
            spelling = form;
            foreach (var call in Calls)
            {
                await service.CheckAsync($"{call.Name}: {form}", call.RunAsync);
            }

            await service.CheckAsync(form, static async on => await on.Client.SendAsync("s", "m", TestService.Ending).ToListAsync());
        }

        service.AssertNothingFound();
    }

    [Fact]
    public async Task SaveRender_UrlContainsToken_DownloadsFromApi()
    {
        await using var foreign = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        await using var server = RawServer.Start(request => request.Path == Video
            ? RawReply.Of(200, "video/mp4", TinyVideo.Of(4, 5))
            : RawReply.Json($$"""{"id":"r","status":"completed","outputUrl":"{{foreign.Url}}v?a={{TokenSpelling.Percent}}"}"""));
        var notices = new List<string>();
        using var client = await NemoClient.ConnectAsync(server.Options(token: Token, notice: notices.Add), TestService.Ending);
        using var folder = new TemporaryFolder();

        var job = await client.GetRenderAsync("r", TestService.Ending);
        await client.SaveRenderAsync(job, folder.PathOf("a.mp4"), cancellationToken: TestService.Ending);

        Assert.Equal(TinyVideo.Of(4, 5), await File.ReadAllBytesAsync(folder.PathOf("a.mp4"), TestService.Ending));
        Assert.Empty(foreign.Requests);
        Assert.Null(job.OutputAddress);
        Assert.Empty(TokenSpelling.FindIn(job));
        Assert.Empty(TokenSpelling.FindIn(notices));
        Assert.Contains("token", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveRender_RedirectContainsToken_IsNotFollowedAndRedacted()
    {
        await using var foreign = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        await using var server = RawServer.Start(_ => RawReply.Of(302, null, [], $"Location: {foreign.Url}v?a={TokenSpelling.Percent}"));
        using var client = await NemoClient.ConnectAsync(server.Options(token: Token), TestService.Ending);
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, null, null, null, null), folder.PathOf("a.mp4"), cancellationToken: TestService.Ending));

        Assert.Empty(foreign.Requests);
        Assert.Empty(TokenSpelling.FindIn(error));
        Assert.Contains("token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TokenSplitAcrossPartialTexts_IsRedactedInFullText()
    {
        string[] pieces = ["before ", Token[..5], Token[5..], " after"];
        var partial = pieces.Select(static piece => JsonSerializer.Serialize(new { type = "text", content = piece, partial = true }));
        var fullText = JsonSerializer.Serialize(new { type = "text", content = string.Concat(pieces) });
        foreach (var frames in new[] { partial, [.. partial, fullText] })
        {
            await using var server = RawServer.StartStream(RawReply.Stream(StreamBody.Frames([.. frames])));
            using var client = await NemoClient.ConnectAsync(server.Options(token: Token), TestService.Ending);

            var events = await client.SendAsync("s", "m", TestService.Ending).ToListAsync();

            Assert.Equal("before (token) after", Assert.Single(events.OfType<TextEvent>(), static text => !text.IsPartial).Text);
            Assert.Equal(4, events.OfType<TextEvent>().Count(static text => text.IsPartial));
        }
    }
}
