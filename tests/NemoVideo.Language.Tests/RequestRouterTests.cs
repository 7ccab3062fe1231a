namespace NemoVideo.Language.Tests;

public sealed class RequestRouterTests
{
    public static TheoryData<Route, string> Sentences
    {
        get
        {
            var data = new TheoryData<Route, string>();
            foreach (var row in RequestTable.Read("routing.tsv"))
            {
                data.Add(Enum.Parse<Route>(row[0]), row[1]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Route_Sentence_MatchesUserIntent(Route expected, string request)
    {
        Assert.Equal($"{expected}: {request}", $"{RequestRouter.Route(request).Route}: {request}");
    }

    [Fact]
    public void Route_AnySentence_HasReasonOnOneLine()
    {
        Assert.All(Sentences, row => Assert.Matches(@"^\S[^\r\n]*\.$", RequestRouter.Route(row.Data.Item2).Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    public void Route_NoWords_IsMessage(string request)
    {
        Assert.Equal(Route.Message, RequestRouter.Route(request).Route);
    }

    [Theory]
    [InlineData("upload ./My Clips/A.MP4", "./My", "Clips/A.MP4")]
    [InlineData("上传 C:\\片段\\a.mp4", "C:\\片段\\a.mp4")]
    [InlineData("upload \"My Clip.mp4\" and https://example.org/B.mov", "My Clip.mp4", "https://example.org/B.mov")]
    [InlineData(" '/home/me/My Clip.mp4' ", "/home/me/My Clip.mp4")]
    [InlineData("add a title \"Hello\"")]
    public void Route_RequestWithFiles_ReturnsFilesUnchanged(string request, params string[] expected)
    {
        Assert.Equal(expected, RequestRouter.Route(request).Files);
    }

    [Theory]
    [InlineData("upload ./a.mp4 and trim it to 10 s", Route.Upload, true)]
    [InlineData("upload ./a.mp4", Route.Upload, false)]
    [InlineData("trim it to 10 s", Route.Message, true)]
    [InlineData("export it", Route.Export, false)]
    public void Route_Request_ReportsIfItContainsMessage(string request, Route route, bool expected)
    {
        Assert.Equal((route, expected), (RequestRouter.Route(request).Route, RequestRouter.Route(request).ContainsMessage));
    }

    [Theory]
    [InlineData("render it", "'render' indicates a request for the finished video.")]
    [InlineData("add a title that says \"Export Now\"", "'add' indicates a request for an edit. The quoted text \"export now\" isn't interpreted as a command.")]
    [InlineData("the status bar is too wide", "In combination with 'bar', 'status' isn't interpreted as a command.")]
    [InlineData("stop the music at 5 seconds", "'music' refers to the content of the video.")]
    [InlineData("don't export", "'don't' negates the request, and nothing else was requested.")]
    [InlineData("is the export done?", "'export' and 'done' indicate a request for the status of the exports.")]
    [InlineData("取消导出", "'取消' indicates a request to cancel the exports in progress.")]
    [InlineData("how do I export?", "'how' is part of a question about how to do something.")]
    [InlineData("how much does an edit cost?", "'cost' is part of a question about prices.")]
    [InlineData("show me the video", "'show' indicates a request for the timeline.")]
    public void Route_Sentence_ReasonNamesDecisiveWord(string request, string expected)
    {
        Assert.Equal(expected, RequestRouter.Route(request).Reason);
    }

    [Theory]
    [InlineData("export", "high")]
    [InlineData("export in medium quality", "medium")]
    [InlineData("render it in low quality", "low")]
    [InlineData("looks good. export in the lowest quality", "low")]
    [InlineData("export in high quality", "high")]
    [InlineData("用低画质导出", "low")]
    [InlineData("导出高质量视频", "high")]
    [InlineData("以中等质量导出", "medium")]
    [InlineData("export it in 4K", "high", "4K")]
    [InlineData("export as MOV at 60fps, in medium quality", "medium", "MOV", "60fps")]
    [InlineData("export to D:\\Videos\\final.MP4", "high", "D:\\Videos\\final.MP4")]
    [InlineData("export it in low quality, that's good", "low")]
    [InlineData("export it for TikTok", "high", "TikTok")]
    [InlineData("导出成 1080p 的视频", "high", "1080p")]
    public void Route_Export_ReadsQualityAndReportsUnsupportedOptions(string request, string quality, params string[] unsupportedOptions)
    {
        var route = RequestRouter.Route(request);

        Assert.Equal((Route.Export, "mp4", quality), (route.Route, route.Form.Format, route.Form.Quality));
        Assert.Equal(unsupportedOptions, route.Form.UnsupportedOptions);
    }

    [Theory]
    [InlineData("how do I export?", Route.Export)]
    [InlineData("怎样取消导出？", Route.Cancel)]
    [InlineData("how do I upload a file?", Route.Upload)]
    [InlineData("what does an export cost?", Route.Credits)]
    [InlineData("what can you do?", Route.Help)]
    public void Route_HowToQuestion_ReturnsTopic(string request, Route topic)
    {
        Assert.Equal((Route.Help, topic), (RequestRouter.Route(request).Route, RequestRouter.Route(request).Topic));
    }

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Route_HostileText_TakesLinearTime(string pattern)
    {
        HostileText.AssertLinear(pattern, static text => RequestRouter.Route(text));
    }
}
