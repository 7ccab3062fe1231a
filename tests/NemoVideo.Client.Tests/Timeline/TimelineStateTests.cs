using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Timeline;

public sealed class TimelineStateTests
{
    /// <summary>The shape of video_infos isn't documented (protocol section 5), so any content can be an upload.</summary>
    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"draft":{"t":[]},"video_infos":[],"canvas_config":"16:9"}""", true)]
    [InlineData("""{"video_infos":{"a.mp4":{}}}""", false)]
    [InlineData("""{"video_infos":["a.mp4"]}""", false)]
    public void MatchesWithUploads_NewSession_OnlyIfNothingIsThere(string state, bool expected)
    {
        using var data = System.Text.Json.JsonDocument.Parse($$"""{"state":{{state}}}""");

        Assert.Equal(expected, new TimelineState("s", data.RootElement.Clone()).MatchesWithUploads(TimelineState.Empty("s")));
    }

    [Fact]
    public async Task GetState_ExampleOfProtocol_HasDocumentedSummary()
    {
        var state = await ReadAsync("""
            {"t":[
              {"tt":0,"sg":[{"d":10000,"m":{"title":"city timelapse"}}]},
              {"tt":1,"sg":[{"d":10000,"volume":0.35,"m":{"title":"Lo-fi"}}]},
              {"tt":7,"sg":[{"d":3000,"m":{"title":"Urban Dreams"}}]}]}
            """);

        Assert.Equal(
            "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: \"Urban Dreams\" (0-3s)",
            state.Summary);
        Assert.Equal([TrackKind.Video, TrackKind.Audio, TrackKind.Text], state.Tracks.Select(track => track.Kind));
        Assert.True(state.IsReady);
        Assert.Equal(TimeSpan.FromSeconds(10), state.Duration);
    }

    [Theory]
    [InlineData("""{"t":[]}""", "Timeline (empty)", false)]
    [InlineData("""{}""", "Timeline (empty)", false)]
    [InlineData("null", "Timeline (empty)", false)]
    [InlineData("\"<draft/>\"", "Timeline (unreadable)", false)]
    [InlineData("[7]", "Timeline (unreadable)", false)]
    [InlineData("""{"t":[{"tt":0,"sg":[]}]}""", "Timeline (1 track): 1. Video: empty", false)]
    [InlineData("""{"t":[{"tt":0,"sg":[{}]}]}""", "Timeline (1 track): 1. Video: ", true)]
    [InlineData("""{"t":[{"tt":0,"sg":[{"m":{"name":"a"}}]}]}""", "Timeline (1 track): 1. Video: a", true)]
    [InlineData("""{"t":[{"tt":0,"sg":[{"d":1500}]}]}""", "Timeline (1 track): 1. Video: (0-1.5s)", true)]
    [InlineData("""{"t":[{"tt":0,"sg":[{"name":"a","d":1000},{"text":"b","d":2000}]}]}""", "Timeline (1 track): 1. Video: a (0-1s), b (1-3s)", true)]
    [InlineData("""{"t":[{"tt":0,"sg":[{"title":"a"},{"title":"b","d":2000}]}]}""", "Timeline (1 track): 1. Video: a, b", true)]
    [InlineData("""{"t":[{"tt":7,"sg":[{"m":{"text":"Hi"},"s":500,"d":2500}]}]}""", "Timeline (1 track): 1. Title: \"Hi\" (0.5-3s)", true)]
    [InlineData("""{"t":[{"tt":1,"sg":[{"m":{"volume":0.07},"d":1000}]}]}""", "Timeline (1 track): 1. BGM: (0-1s, 7%)", true)]
    [InlineData("""{"t":[{"tt":3,"sg":[{"d":1000}]}]}""", "Timeline (1 track): 1. Track type 3: (0-1s)", true)]
    [InlineData("""{"t":[{"sg":[{"d":1000}]}]}""", "Timeline (1 track): 1. Track: (0-1s)", true)]
    [InlineData("""{"t":[{"tt":0,"m":{"title":"all"},"sg":[{"d":1000}]}]}""", "Timeline (1 track): 1. Video: all (0-1s)", true)]
    [InlineData("""{"t":[{"tt":0,"sg":[{"d":-5,"m":{"title":"a"}}]}]}""", "Timeline (1 track): 1. Video: a", true)]
    [InlineData("""{"t":[{"tt":0,"sg":[{"d":1000,"volume":100.5}]}]}""", "Timeline (1 track): 1. Video: (0-1s)", true)]
    [InlineData("""{"t":[7,null,{"tt":0,"sg":[null,"x",{"d":1000}]}],"extra":{"deep":[1]}}""", "Timeline (1 track): 1. Video: (0-1s)", true)]
    public async Task GetState_AnyDraft_IsReadTolerantly(string draft, string summary, bool isReady)
    {
        var state = await ReadAsync(draft);

        Assert.Equal(summary.TrimEnd(), state.Summary.TrimEnd());
        Assert.Equal(isReady, state.IsReady);
    }

    [Fact]
    public void FromDraft_SavedDraft_IsTheTimeline()
    {
        const string Draft = """{"t":[{"tt":0,"sg":[{"d":1500,"m":{"title":"a"}}]}],"rate":1.00}""";

        var state = TimelineState.FromDraft("s", "beach", Draft);

        Assert.Equal(("s", "beach", true), (state.SessionId, state.Name, state.IsReady));
        Assert.Equal(Draft, state.Draft!.Value.GetRawText());
        Assert.Equal("Timeline (1 track): 1. Video: a (0-1.5s)", state.Summary);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("{},")]
    public void FromDraft_NoJson_IsNotReady(string? draft) => Assert.False(TimelineState.FromDraft("s", null, draft).IsReady);

    [Fact]
    public void Uploads_OfVideoInfos_AreReadWithDocumentedFields()
    {
        var state = Drafts.FromState("""
            {"video_infos":[
              {"filename":"beach.mp4","file_type":"video","cdn_url":"https://cdn.example/1","duration":30.5,"width":1920,"height":1080,"fps":29.97,"hash":"h"},
              7,{}]}
            """);

        Assert.Equal(
            [
                new UploadedMedia("beach.mp4", "video", new Uri("https://cdn.example/1"), TimeSpan.FromSeconds(30.5), 1920, 1080, 29.97, "h"),
                new UploadedMedia("", null, null, null, null, null, null, null),
            ],
            state.Uploads);
    }

    /// <summary>A photo can have the duration of its only frame. An animated GIF has its own.</summary>
    [Theory]
    [InlineData("""{"file_type":"image","duration":0.04,"fps":25}""", null, null)]
    [InlineData("""{"file_type":"image","fps":25}""", null, null)]
    [InlineData("""{"file_type":"image","duration":2,"fps":10}""", 2.0, 10.0)]
    [InlineData("""{"file_type":"image","duration":5}""", 5.0, null)]
    [InlineData("""{"file_type":"video","duration":0.04,"fps":25}""", 0.04, 25.0)]
    public void Uploads_Photo_HasNoDuration(string file, double? duration, double? rate)
    {
        var upload = Drafts.FromState($$"""{"video_infos":[{{file}}]}""").Uploads[0];

        Assert.Equal((duration, rate), (upload.Duration?.TotalSeconds, upload.FrameRate));
    }

    [Theory]
    [InlineData("1e300", null)]
    [InlineData("-1", null)]
    [InlineData("240", 240.0)]
    public void Uploads_FrameRateOutOfRange_IsUnknown(string rate, double? expected) =>
        Assert.Equal(expected, Drafts.FromState($$"""{"video_infos":[{"filename":"a.mp4","fps":{{rate}}}]}""").Uploads[0].FrameRate);

    [Theory]
    [InlineData("""{"video_infos":[{"filename":"a.mp4"},{"name":"b.jpg"}]}""", "Timeline (empty). Uploads that aren't on the timeline: a.mp4, b.jpg")]
    [InlineData(
        """{"draft":{"t":[{"tt":0,"sg":[]}]},"video_infos":[{"filename":"a.mp4"}]}""",
        "Timeline (1 track): 1. Video: empty. Uploads that aren't on the timeline: a.mp4")]
    [InlineData(
        """{"video_infos":[{"name":"1"},{"name":"2"},{"name":"3"},{"name":"4"},{"name":"5"},{"name":"6"},{"name":"7"}]}""",
        "Timeline (empty). Uploads that aren't on the timeline: 1, 2, 3, 4, 5 and 2 more")]
    [InlineData("""{"draft":{"t":[{"tt":0,"sg":[{"d":1000}]}]},"video_infos":[{"filename":"a.mp4"}]}""", "Timeline (1 track): 1. Video: (0-1s)")]
    public void Summary_NothingInTimeline_ListsUploads(string json, string summary) => Assert.Equal(summary, Drafts.FromState(json).Summary);

    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{"canvas_config":{"width":1080,"height":1920}}""", "1080x1920")]
    [InlineData("""{"canvas_config":{"w":16,"h":9},"draft":{"m":{"width":1920,"height":1080}}}""", "1920x1080")]
    [InlineData("""{"canvas_config":"9:16"}""", "9:16")]
    [InlineData("""{"canvas_config":{"ratio":"9:16"}}""", null)]
    public void Canvas_AnyFormat_IsReadTolerantly(string json, string? canvas) => Assert.Equal(canvas, Drafts.FromState(json).Canvas);

    [Fact]
    public void GeneratedMedia_AnyFormat_IsUnchanged()
    {
        Assert.Equal("""[{"name":"city","x":29.970}]""", Drafts.FromState("""{"generated_media":[{"name":"city","x":29.970}]}""").GeneratedMedia?.GetRawText());
        Assert.Null(Drafts.FromState("""{"generated_media":null}""").GeneratedMedia);
    }

    [Fact]
    public async Task GetState_TitleWithUnpairedSurrogate_IsRead()
    {
        // A title split inside an emoji, as JavaScript does it.
        var state = await ReadAsync("""{"t":[{"tt":0,"sg":[{"d":1000,"m":{"title":"beach \ud83d"}}]}]}""");

        Assert.True(state.IsReady);
        Assert.True(state.Matches(await ReadAsync("""{"t":[{"tt":0,"sg":[{"d":1000,"m":{"title":"beach \ud83d"}}]}]}""")));
        Assert.False(state.Matches(await ReadAsync("""{"t":[{"tt":0,"sg":[{"d":1000,"m":{"title":"beach \ud83c"}}]}]}""")));
    }

    [Fact]
    public async Task GetState_LongName_IsShortened()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("{\"code\":0,\"data\":{\"task_name\":\"" + new string('n', 1_000_000) + "\",\"state\":{}}}"));
        using var client = await server.ConnectAsync();

        Assert.InRange((await client.GetStateAsync("s", TestService.Ending)).Name!.Length, 1000, 1001);
    }

    [Fact]
    public async Task GetState_NoDraft_IsNotReady()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"session_id":"another","task_name":"n","state":{"draft":null}}}"""));
        using var client = await server.ConnectAsync();

        var state = await client.GetStateAsync("s", TestService.Ending);

        Assert.Null(state.Draft);
        Assert.False(state.IsReady);
        Assert.Null(state.Duration);
        Assert.Equal(("s", "n", null), (state.SessionId, state.Name, state.TaskId));
    }

    [Theory]
    [InlineData("generated_media", "https://cdn.example/a.mp4?sig=2", true)]
    [InlineData("generated_media", "https://cdn.example/b.mp4?sig=1", false)]
    [InlineData("draft", "https://cdn.example/a.mp4?sig=2", true)]
    [InlineData("draft", "https://cdn.example/b.mp4?sig=1", false)]
    [InlineData("draft", "https://cdn.example/a.mp4?sig=1#t=1,4", false)]
    [InlineData("draft", "https://cdn.example/a.mp4#?sig=1", false)]
    public async Task Matches_OtherUrl_IgnoresOnlyItsQuery(string field, string url, bool expected)
    {
        var before = await ReadStateAsync($$$"""{"{{{field}}}":{"t":[{"url":"https://cdn.example/a.mp4?sig=1"}]}}""");
        var after = await ReadStateAsync($$$"""{"{{{field}}}":{"t":[{"url":"{{{url}}}"}]}}""");

        Assert.Equal((expected, expected), (before.Matches(after), before.Fingerprint == after.Fingerprint));
    }

    [Theory]
    [InlineData("""{"m":{"name":{"text":"title"}}}""", """{"m":{"name":"text","title":{}}}""")]
    [InlineData("""{"m":["url","x",{}]}""", """{"m":[{"url":"x"}]}""")]
    [InlineData("""{"m":1e99999999999999999999}""", """{"m":2e99999999999999999999}""")]
    public async Task Matches_OtherValues_IsFalse(string one, string other)
    {
        var (before, after) = (await ReadAsync(one), await ReadAsync(other));

        Assert.Equal((false, false), (before.Matches(after), before.Fingerprint == after.Fingerprint));
    }

    /// <summary>An edit of a title isn't a new signature of a URL.</summary>
    [Theory]
    [InlineData("""{"tt":7,"sg":[{"m":{"title":"https://shop.example?Hello"}}]}""", """{"tt":7,"sg":[{"m":{"title":"https://shop.example?Bye"}}]}""")]
    [InlineData("""{"tt":0,"name":"http really? Yes"}""", """{"tt":0,"name":"http really? No"}""")]
    [InlineData("""{"tt":0,"name":"https://shop.example what? Yes"}""", """{"tt":0,"name":"https://shop.example what? No"}""")]
    public async Task Matches_TextThatBeginsLikeAUrl_IsCompared(string one, string other)
    {
        var (before, after) = (await ReadAsync($$"""{"t":[{{one}}]}"""), await ReadAsync($$"""{"t":[{{other}}]}"""));

        Assert.Equal((false, false), (before.Matches(after), before.Fingerprint == after.Fingerprint));
    }

    [Fact]
    public async Task Matches_SameValuesInOtherOrder_IsTrue()
    {
        var one = await ReadAsync("""{"t":[],"a":1.0,"b":[1,2]}""");
        var other = await ReadAsync("""{ "b" : [1, 2], "a" : 1.00, "t" : [] }""");

        Assert.True(one.Matches(other));
        Assert.False(one.Matches(await ReadAsync("""{"t":[],"a":1.0,"b":[2,1]}""")));
    }

    private static Task<TimelineState> ReadAsync(string draft) => ReadStateAsync("{\"draft\":" + draft + "}");

    private static async Task<TimelineState> ReadStateAsync(string state)
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"session_id":"s","state":""" + state + "}}"));
        using var client = await server.ConnectAsync();
        return await client.GetStateAsync("s", TestService.Ending);
    }
}
