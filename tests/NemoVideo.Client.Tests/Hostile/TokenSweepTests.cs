using System.Text;
using System.Text.Json;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
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

    public static TheoryData<string> Frames =>
    [
        """{"type":"text","content":"a","partial":true,"thought":false,"role":"model"}""",
        """{"type":"text","content":"a","thought":true}""",
        """{"type":"text","content":"a"}""",
        """{"type":"tool_call","id":"i","name":"n","args":{"a":1,"b":["c"]}}""",
        """{"type":"tool_result","id":"i","name":"n","result":{"a":1,"b":["c"]}}""",
        """{"type":"error","code":"c","message":"m"}""",
        """{"type":"error","error":{"code":"2001","message":"m"}}""",
        """{"type":"sparkle","a":"b"}""",
        """{"content":{"role":"model","parts":[{"text":"a","thought":false},{"functionCall":{"id":"i","name":"n","args":{"a":1}}},{"functionResponse":{"id":"i","name":"n","response":{"a":1}}},{"inlineData":{"b":"c"}}]},"partial":true,"author":"x"}""",
        """{"errorCode":"c","errorMessage":"m","invocationId":"i"}""",
        """{"error":"m"}""",
        """{"error":{"status":"s","type":"t","message":"m"}}""",
        """{"code":2001,"message":"m","detail":[{"loc":["a"],"msg":"m"}],"success":false,"data":{"success":false}}""",
        """{"what":"ever"}""",
    ];

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
    [MemberData(nameof(Frames))]
    public async Task Edit_TokenInAnyEventField_IsRedactedEverywhere(string frame)
    {
        var stream = "";
        await using var service = await RepeatingService.StartAsync(request => request.Path == "/run_sse" ? RawReply.Stream(StreamBody.Frames(stream, frame)) : null);
        foreach (var (place, kind, json) in JsonVariants.Of(frame, TokenSpelling.Values))
        {
            stream = json;
            await service.CheckAsync($"{place} as {kind}", static async (client, _) => await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync());
        }

        service.AssertNothingFound();
    }

    [Fact]
    public async Task Edit_TokenInUnparsedLines_IsRedactedEverywhere()
    {
        var stream = "";
        await using var service = await RepeatingService.StartAsync(request => request.Path == "/run_sse" ? RawReply.Stream(stream) : null);
        foreach (var spelling in new[] { Token, TokenSpelling.Escaped, TokenSpelling.Percent })
        {
            foreach (var lines in new[] { "data: {X", "data: X", "data: [\"X\"]", "data: {\"error\": \"a \"X\" b\"}", "data: {\"error\": \"a\nX\"}", "event: X\ndata: {\"a\":1}", ": X", "id: X", "X", "data: {\"a\":\ndata: \"X\"}" })
            {
                stream = lines.Replace("X", spelling, StringComparison.Ordinal) + "\n\n";
                await service.CheckAsync(stream, static async (client, _) => await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync());
            }
        }

        service.AssertNothingFound();
    }

    [Fact]
    public async Task Edit_TokenInStateAfterEdit_IsRedactedInChanges()
    {
        const string before = """{"code":0,"data":{"state":{"draft":{"t":[]}}}}""";
        var states = new Queue<string>();
        await using var service = await RepeatingService.StartAsync(request =>
            request.Path == "/run_sse" ? RawReply.Stream("data: {\"content\":{\"parts\":[{\"text\":\"Done.\"}]}}\n\n")
            : request.Path.StartsWith("/api/state/", StringComparison.Ordinal) ? RawReply.Json(states.Count > 1 ? states.Dequeue() : states.Peek())
            : null);
        foreach (var (place, kind, json) in JsonVariants.Of(ResponseSweepTests.Responses["state"], TokenSpelling.Values))
        {
            states = new([before, json]);
            await service.CheckAsync($"{place} as {kind}", static async (client, _) => await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync());
        }

        service.AssertNothingFound();
    }

    [Theory]
    [InlineData(400, "application/json", """{"code":7,"message":"X","detail":"X","error":{"message":"X"}}""")]
    [InlineData(402, "application/json", """{"message":"X"}""")]
    [InlineData(422, "application/json", """{"detail":[{"loc":["X"],"msg":"X"}]}""")]
    [InlineData(429, "application/json", """{"message":"X"}""")]
    [InlineData(404, "application/json", """{"message":"X"}""")]
    [InlineData(500, "text/plain", "X")]
    [InlineData(403, "text/html", "<html>X</html>")]
    [InlineData(200, "text/html", "<html>X</html>")]
    [InlineData(200, "application/json", """{"torn":"X""")]
    [InlineData(200, "application/json", """["X"]""")]
    [InlineData(302, "application/json", """{"message":"X"}""")]
    public async Task Call_TokenInErrorResponse_IsRedactedEverywhere(int status, string type, string body)
    {
        var spelling = "";
        await using var service = await RepeatingService.StartAsync(_ => RawReply.Of(
            status, type, Encoding.UTF8.GetBytes(body.Replace("X", spelling, StringComparison.Ordinal)), $"X-Token: {Token}", $"Location: /{Token}", "Retry-After: 0"));
        foreach (var form in new[] { Token, TokenSpelling.Escaped, TokenSpelling.Percent })
        {
            spelling = form;
            foreach (var call in Calls)
            {
                await service.CheckAsync($"{call.Name}: {form}", call.RunAsync);
            }

            await service.CheckAsync(form, static async (client, _) => await client.SendAsync("s", "m", Workbench.Ending).ToListAsync());
        }

        service.AssertNothingFound();
    }

    [Fact]
    public async Task Connect_TokenInOtherFieldsOfGrant_IsRedactedEverywhere()
    {
        var reply = "";
        await using var server = RawServer.Start(_ => RawReply.Json(reply));
        foreach (var (place, kind, json) in JsonVariants.Of(ResponseSweepTests.Responses["token"].Replace("nmv_usr_a", Token, StringComparison.Ordinal), TokenSpelling.Values))
        {
            reply = json;
            object shown;
            try
            {
                using var client = await NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending);
                shown = (client.UserId ?? "", client.TokenExpiresAt, client.Identity).ToString();
            }
            catch (NemoException error) when (place != "code")
            {
                shown = error;
            }
            catch (NemoException)
            {
                continue;
            }

            Assert.True(!TokenSpelling.FindIn(shown).Any(), $"{place} as {kind}: {shown}");
        }
    }

    [Fact]
    public async Task GetState_RepeatsReplacedTokenAndClientId_RedactsBoth()
    {
        const string replaced = TokenSpelling.Token;
        const string current = "another-token-of-the-service";
        var id = Guid.NewGuid();
        var granted = 0;
        await using var server = RawServer.Start(request =>
            request.Path.EndsWith("anonymous-token", StringComparison.Ordinal)
                ? RawReply.Json($$$"""{"code":0,"data":{"token":"{{{(granted++ == 0 ? replaced : current)}}}","user_id":"anon_{{{(granted == 1 ? id.ToString() : replaced)}}}"}}""")
            : request.Header("Authorization")!.EndsWith(replaced, StringComparison.Ordinal) ? RawReply.Of(401, "application/json", """{"code":1001}"""u8.ToArray())
            : RawReply.Json($$$$$"""{"code":0,"data":{"state":{"draft":{"t":[{"m":{"name":"a {{{{{replaced}}}}} {{{{{id}}}}} b"}}]}}}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null, clientId: id.ToString()), Workbench.Ending);
        Assert.Null(client.UserId);

        var state = await client.GetStateAsync("s", Workbench.Ending);

        Assert.Equal(2, granted);
        Assert.Null(client.UserId);
        Assert.Equal("a (token) (token) b", state.Tracks[0].Name);
    }

    [Fact]
    public async Task SubmitRender_DraftContainsToken_IsSentAndShownRedacted()
    {
        const string draft = $$"""{"t":[{"tt":7,"m":{"name":"{{Token}}"},"sg":[{"d": 1.50,"text":"a Own.Token~+\/=1"}]}],"{{Token}}":"\ud83d"}""";
        await using var server = RawServer.Start(static request => request.Method == "GET"
            ? RawReply.Json("{\"code\":0,\"data\":{\"session_id\":\"s\",\"state\":{\"draft\":" + draft + "}}}")
            : RawReply.Json("""{"id":"r","status":"pending"}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: Token), Workbench.Ending);

        var state = await client.GetStateAsync("s", Workbench.Ending);
        await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);

        Assert.Contains($"\"draft\":{draft.Replace(Token, "(token)", StringComparison.Ordinal).Replace("Own.Token~+\\/=1", "(token)", StringComparison.Ordinal)},", Encoding.UTF8.GetString(server.Requests[^1].Body), StringComparison.Ordinal);
        Assert.Equal("Timeline (1 track): 1. Title: \"a (token)\" (0-0.002s)", state.Summary);
        Assert.Equal("(token)", state.Tracks[0].Name);
        Assert.Empty(TokenSpelling.FindIn(state));
    }

    [Theory]
    [InlineData("/v/" + Token)]
    [InlineData("/v?a=Own.Token~%2B%2F%3D1")]
    public async Task SaveRender_UrlContainsToken_DownloadsFromApi(string path)
    {
        await using var foreign = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        await using var server = RawServer.Start(request => request.Path == Video
            ? RawReply.Of(200, "video/mp4", TinyVideo.Of(4, 5))
            : RawReply.Json($$"""{"id":"r","status":"completed","outputUrl":"{{new Uri(foreign.Url, path).OriginalString.TrimEnd('/')}}{{path}}"}"""));
        var notices = new List<string>();
        using var client = await NemoClient.ConnectAsync(server.Options(token: Token, notice: notices.Add), Workbench.Ending);
        using var folder = new TemporaryFolder();

        var job = await client.GetRenderAsync("r", Workbench.Ending);
        await client.SaveRenderAsync(job, folder.PathOf("a.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(4, 5), await File.ReadAllBytesAsync(folder.PathOf("a.mp4"), Workbench.Ending));
        Assert.Empty(foreign.Requests);
        Assert.Null(job.OutputAddress);
        Assert.Empty(TokenSpelling.FindIn(job));
        Assert.Empty(TokenSpelling.FindIn(notices));
        Assert.Contains("token", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://cdn.example/o%E4%B8%AD%20x/v.mp4?sig=a%2Bb")]
    [InlineData("https://bücher.example/v.mp4")]
    public async Task GetRender_OtherAddress_IsKept(string address)
    {
        await using var server = RawServer.Start(_ => RawReply.Json($$"""{"id":"r","status":"completed","outputUrl":{{JsonSerializer.Serialize(address)}}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: "sesame0open"), Workbench.Ending);

        var job = await client.GetRenderAsync("r", Workbench.Ending);

        Assert.Equal(new Uri(address), job.OutputAddress);
    }

    [Theory]
    [InlineData("/v/" + Token)]
    [InlineData("/v?a=Own.Token~%2B%2F%3D1")]
    public async Task SaveRender_RedirectContainsToken_IsNotFollowedAndRedacted(string path)
    {
        await using var foreign = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        await using var server = RawServer.Start(_ => RawReply.Of(302, null, [], $"Location: {foreign.Url.GetLeftPart(UriPartial.Authority)}{path}"));
        using var client = await NemoClient.ConnectAsync(server.Options(token: Token), Workbench.Ending);
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, null, null, null, null), folder.PathOf("a.mp4"), cancellationToken: Workbench.Ending));

        Assert.Empty(foreign.Requests);
        Assert.Empty(TokenSpelling.FindIn(error));
        Assert.Contains("token", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(13)]
    public async Task Send_TokenSplitAcrossPartialTexts_IsRedactedInFullText(int cut)
    {
        string[] pieces = ["before ", Token[..cut], Token[cut..], " after"];
        var partial = pieces.Select(static piece => JsonSerializer.Serialize(new { type = "text", content = piece, partial = true }));
        var fullText = JsonSerializer.Serialize(new { type = "text", content = string.Concat(pieces) });
        foreach (var frames in new[] { partial, [.. partial, fullText] })
        {
            await using var server = RawServer.StartStream(RawReply.Stream(StreamBody.Frames([.. frames])));
            using var client = await NemoClient.ConnectAsync(server.Options(token: Token), Workbench.Ending);

            var events = await client.SendAsync("s", "m", Workbench.Ending).ToListAsync();

            Assert.Equal("before (token) after", Assert.Single(events.OfType<TextEvent>(), static text => !text.IsPartial).Text);
            Assert.Equal(4, events.OfType<TextEvent>().Count(static text => text.IsPartial));
        }
    }

    [Fact]
    public async Task Connect_GrantedTokenTooLong_ThrowsInvalidResponse()
    {
        await using var server = RawServer.Start(static _ => RawReply.Json($$$"""{"code":0,"data":{"token":"{{{new string('a', 4097)}}}"}}"""));

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending));
    }
}
