using NemoVideo.Language.Intents;

namespace NemoVideo.Language.Tests;

public sealed class RequestParserTests
{
    [Theory]
    [InlineData("上传 C:\\片段\\a.mp4", "C:\\片段\\a.mp4")]
    [InlineData("upload \"My Clip.mp4\" and https://example.org/B.mov", "My Clip.mp4", "https://example.org/B.mov")]
    [InlineData(" '/home/me/My Clip.mp4' ", "/home/me/My Clip.mp4")]
    [InlineData("upload notes.pdf", "notes.pdf")]
    [InlineData("上传 notes.pdf", "notes.pdf")]
    [InlineData("upload clip.jpeg", "clip.jpeg")]
    [InlineData("import clip.mp4", "clip.mp4")]
    [InlineData("use this clip: /abs/clip.mp4", "/abs/clip.mp4")]
    [InlineData("put D:\\clips\\x.mp4 in my project", "D:\\clips\\x.mp4")]
    [InlineData("uplaod clip.mp4", "clip.mp4")]
    [InlineData("uplod ./day/intro.mp4 pls", "./day/intro.mp4")]
    [InlineData("upload the folder ./clips/day2/", "./clips/day2/")]
    [InlineData("upload *.mp4", "*.mp4")]
    [InlineData("上传 *.mp4", "*.mp4")]
    [InlineData("import day2*.mov", "day2*.mov")]
    [InlineData("import \"my clip.mp4\" and \"it's me.mp4\"", "my clip.mp4", "it's me.mp4")]
    public void Parse_UploadRequest_ReturnsFilesUnchanged(string request, params string[] expected)
    {
        var step = Assert.Single(RequestParser.Parse(request));

        Assert.Equal(RequestIntent.Upload, step.Intent);
        Assert.Equal(expected, step.Files);
    }

    [Theory]
    [InlineData("add a title \"Hello\"")]
    [InlineData("trim clip.mp4 to 5 seconds")]
    public void Parse_EditWithoutPath_UploadsNothing(string request) =>
        Assert.Equal([RequestIntent.Edit], RequestParser.Parse(request).Select(static step => step.Intent));

    [Theory]
    [InlineData("put 海边日落.mp4 in")]
    [InlineData("add 海边日落.mp4")]
    [InlineData("use 海边日落.mp4")]
    [InlineData("把海边日落.mp4加进去")]
    public void Parse_ChineseFileName_SendsAndExportsNothing(string request) => Assert.DoesNotContain(
        RequestParser.Parse(request),
        static step => step.Intent == RequestIntent.Export || (step.Files.Count > 0 && !step.Files.Contains("海边日落.mp4"))
            || (step.Intent == RequestIntent.Edit && step is { Choices.Count: 0, Unclear: UnclearPath.None, Files.Count: 0 }));

    [Theory]
    [InlineData("upload .")]
    [InlineData("upload the folder ./")]
    public void Parse_UploadOfTheCurrentFolder_IsThatFolder(string request) => Assert.Equal(
        ".", Assert.Single(Assert.Single(RequestParser.Parse(request, context: new() { Exists = static path => path is "." or "./" })).Files).TrimEnd('/'));

    [Theory]
    [InlineData("upload.")]
    [InlineData("please upload .mp4")]
    [InlineData("upload everything.")]
    [InlineData("uploadhere")]
    [InlineData("上传。")]
    public void Parse_UploadWithoutFile_IsNotTheCurrentFolder(string request) =>
        Assert.DoesNotContain(".", RequestParser.Parse(request).SelectMany(static step => step.Files));

    [Theory]
    [InlineData("export it to ../dl3", "../dl3")]
    [InlineData("export to ./out", "./out")]
    [InlineData("导出并保存到 ./out", "./out")]
    [InlineData("export it in 4K to D:\\out", "D:\\out")]
    public void Parse_ExportToAFolder_IsAlsoDownloaded(string request, string folder)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal(RequestIntent.Download, steps[^1].Intent);
        Assert.Equal(folder, steps[^1].Folder);
    }

    [Theory]
    [InlineData("use ./logo.png as watermark bottom right", "./logo.png")]
    [InlineData("add ./logo.png as a logo in the bottom right corner", "./logo.png")]
    public void Parse_FileWithItsCorner_IsUploaded(string request, string file) =>
        Assert.Equal([file], RequestParser.Parse(request)[0].Files);

    [Theory]
    [InlineData("trim the pauses and export it to ./out")]
    [InlineData("trim it to 4 sec and export it to ../work/dl4")]
    [InlineData("trim the pauses, then export it to ./out")]
    public void Parse_EditAndExportToAFolder_HasBothSteps(string request)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal([RequestIntent.Edit, RequestIntent.Export, RequestIntent.Download], steps.Select(static step => step.Intent));
        Assert.All(steps, static step => Assert.Empty(step.Choices));
        Assert.StartsWith(".", steps[2].Folder, StringComparison.Ordinal);
    }

    /// <summary>Sentences of a new user: texts for the screen without quotation marks, which can contain the words of free requests.</summary>
    [Theory]
    [InlineData("the title should read Upload Complete")]
    [InlineData("at the end show the words Your Export Is Ready")]
    [InlineData("on screen text: is it done yet")]
    [InlineData("标题要写导出完成")]
    [InlineData("write Status Report on the first clip")]
    [InlineData("list the ingredients as captions")]
    [InlineData("rename the title to Project Berlin")]
    [InlineData("title Render Done")]
    [InlineData("标题：上传完成")]
    public void Parse_ScreenText_IsOnlyAnEdit(string request) =>
        Assert.Equal(RequestIntent.Edit, Assert.Single(RequestParser.Parse(request)).Intent);

    [Theory]
    [InlineData("hmm the colours look weird")]
    [InlineData("i think the clip is boring")]
    [InlineData("太长了")]
    [InlineData("lol the music")]
    [InlineData("颜色不错")]
    [InlineData("配乐不错")]
    public void Parse_Remark_IsAskedAbout(string request) => Assert.NotEmpty(Assert.Single(RequestParser.Parse(request)).Choices);

    [Theory]
    [InlineData("show me the title")]
    [InlineData("is there a title already")]
    [InlineData("how do I add a title?")]
    public void Parse_QuestionAboutAScreenText_IsNotAskedAbout(string request) => Assert.Empty(Assert.Single(RequestParser.Parse(request)).Choices);

    [Theory]
    [InlineData("how to cut the first 2 seconds?")]
    [InlineData("How to add music to it?")]
    [InlineData("how to download to a folder")]
    [InlineData("examples")]
    [InlineData("more info")]
    public void Parse_HowToQuestion_IsAnswered(string request) =>
        Assert.True(Assert.Single(RequestParser.Parse(request)) is { Intent: RequestIntent.HowTo, Choices.Count: 0 });

    [Theory]
    [InlineData("trim the first ten seconds, and add music")]
    [InlineData("Add a title that says Export Now.")]
    [InlineData("加字幕")]
    public void Parse_SingleEdit_KeepsRequestUnchanged(string request) =>
        Assert.Equal(request, Assert.Single(RequestParser.Parse(request)).Text);

    [Fact]
    public void Parse_PathInEdit_IsUploadedFirst()
    {
        var steps = RequestParser.Parse("帮我把 ./clips/UPPER.MP4 接在后面，然后导出");

        Assert.Equal([RequestIntent.Upload, RequestIntent.Edit, RequestIntent.Export], steps.Select(static step => step.Intent));
        Assert.Equal("./clips/UPPER.MP4", Assert.Single(steps[0].Files));
        Assert.Equal("帮我把 ./clips/UPPER.MP4 接在后面", steps[1].Text);
    }

    /// <summary>A message without its first words would be another edit.</summary>
    [Theory]
    [InlineData("after the intro add a title, and then export it", "after the intro add a title")]
    [InlineData("最后三秒剪掉，然后导出", "最后三秒剪掉")]
    [InlineData("trim the shaky clips, color grade, and export in 4K resolution", "trim the shaky clips, color grade")]
    [InlineData("trim, add transitions, and export this", "trim, add transitions")]
    public void Parse_EditAndExport_MessageIsCompletePart(string request, string message)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal([RequestIntent.Edit, RequestIntent.Export], steps.Select(static step => step.Intent));
        Assert.Equal(message, steps[0].Text);
    }

    /// <summary>The model takes some of these sentences for one request about a session.</summary>
    [Theory]
    [InlineData("switch to the session Twin, then add a title \"x\"", "switch to the session Twin", "add a title \"x\"")]
    [InlineData(
        "switch to the session Twin, then add a title that says \"Later\"", "switch to the session Twin",
        "add a title that says \"Later\"")]
    [InlineData(
        "switch to the session Twin and add a title that says \"Later\"", "switch to the session Twin",
        "add a title that says \"Later\"")]
    [InlineData("open the project Rome and trim the first two seconds", "open the project Rome", "trim the first two seconds")]
    [InlineData("create a session named Twin and add a fade", "create a session named Twin", "add a fade")]
    [InlineData("切换到会话 Twin，然后添加标题 \"Later\"", "切换到会话 Twin", "添加标题 \"Later\"")]
    [InlineData("打开项目夏天，再把开头剪掉", "打开项目夏天", "再把开头剪掉")]
    [InlineData("换到会话 Holiday，加个标题写着“稍后”", "换到会话 Holiday", "加个标题写着“稍后”")]
    public void Parse_SessionAndEdit_AreTwoSteps(string request, string session, string message)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal(
            [(RequestIntent.Session, session), (RequestIntent.Edit, message)], steps.Select(static step => (step.Intent, step.Text)));
        Assert.All(steps, static step => Assert.Empty(step.Choices));
    }

    [Theory]
    [InlineData("cancel the export", true)]
    [InlineData("please stop all renders", true)]
    [InlineData("取消导出吧", true)]
    [InlineData("cancel", true)]
    [InlineData("cancel the third export", false)]
    [InlineData("may I cancel the export?", false)]
    [InlineData("cancel the export when it gets slow", false)]
    [InlineData("cancel the export of the session Rome", false)]
    [InlineData("cancel the subtitle", false)]
    [InlineData("stopp den Export nicht", false)]
    [InlineData("谁取消了导出", false)]
    public void Parse_RequestToCancel_IsRunOnlyInAFewForms(string request, bool isRun) =>
        Assert.Equal(isRun, RequestParser.Parse(request).Any(static step => step.Intent == RequestIntent.Cancel && !IsAsked(step)));

    [Theory]
    [InlineData("canel the export")]
    [InlineData("rotate the api key")]
    [InlineData("lower the cost")]
    [InlineData("reduce the price to 10")]
    [InlineData("超时改为5分钟")]
    [InlineData("make a report")]
    [InlineData("revert the last purchase")]
    [InlineData("translate the help")]
    [InlineData("turn down the volume on my phone")]
    [InlineData("mute the computer")]
    public void Parse_UnclearRequest_IsAskedAbout(string request) =>
        Assert.NotEmpty(Assert.Single(RequestParser.Parse(request)).Choices);

    /// <summary>A day as a new user, 29 November: a version in another shape was unclear.</summary>
    [Theory]
    [InlineData("make a vertical version for TikTok", true)]
    [InlineData("a vertical version for Reels", true)]
    [InlineData("could you create a square version of it for Instagram, please?", true)]
    [InlineData("竖版", true)]
    [InlineData("做个竖版发抖音", true)]
    [InlineData("download the vertical version", false)]
    [InlineData("export a vertical version", false)]
    [InlineData("a vertical version would be nice someday", false)]
    [InlineData("they made a vertical version for TikTok", false)]
    [InlineData("改天再做个竖版", false)]
    public void Parse_VersionInAnotherShape_IsAnEditOnlyInAFewForms(string request, bool isEdit) => Assert.Equal(
        isEdit, Assert.Single(RequestParser.Parse(request)) is { Intent: RequestIntent.Edit, Choices.Count: 0 });

    [Theory]
    [InlineData("list exports", RequestIntent.Status)]
    [InlineData("show me all the exports", RequestIntent.Status)]
    [InlineData("which videos did I export", RequestIntent.Status)]
    [InlineData("exports", RequestIntent.Status)]
    [InlineData("my exports", RequestIntent.Status)]
    [InlineData("export it", RequestIntent.Export)]
    [InlineData("export the short", RequestIntent.Export)]
    [InlineData("看起来不错，导出吧", RequestIntent.Export)]
    [InlineData("看着可以，导出视频", RequestIntent.Export)]
    [InlineData("查看导出列表", RequestIntent.Status)]
    [InlineData("blur the license plate", RequestIntent.Edit)]
    [InlineData("add a title that says lower the price", RequestIntent.Edit)]
    [InlineData("show me the timeline", RequestIntent.State)]
    [InlineData("can you make it vertical?", RequestIntent.Edit)]
    [InlineData("can I add music?", RequestIntent.HowTo)]
    public void Parse_RequestWithOneMeaning_IsRun(string request, RequestIntent intent)
    {
        var step = Assert.Single(RequestParser.Parse(request));

        Assert.Equal(intent, step.Intent);
        Assert.Empty(step.Choices);
    }

    [Theory]
    [InlineData("should we export it now?", false)]
    [InlineData("why did you export it?", false)]
    [InlineData("can you export it now?", true)]
    [InlineData("能帮我导出吗？", true)]
    public void Parse_QuestionAboutExport_IsRunOnlyIfPolite(string request, bool isRun) =>
        Assert.Equal(isRun, RequestParser.Parse(request).Any(static step => step.Intent == RequestIntent.Export && !IsAsked(step)));

    [Theory]
    [InlineData("My colleague replaced the music last week.")]
    [InlineData("what lovely subtitles")]
    [InlineData("change my password")]
    [InlineData("install the module")]
    [InlineData("turn on verbose")]
    [InlineData("translate this page")]
    [InlineData("set the timeout to 60 seconds")]
    [InlineData("remove the cached token")]
    [InlineData("add my credit card")]
    [InlineData("use the skill maker-free-best")]
    [InlineData("turn off the charges")]
    [InlineData("change accounts")]
    [InlineData("换一个账号登录")]
    [InlineData("pause")]
    [InlineData("login")]
    [InlineData("install ffmpeg")]
    [InlineData("remove the upload")]
    [InlineData("price of a title")]
    [InlineData("dry run: add a title")]
    [InlineData("tell me a joke")]
    [InlineData("repeat the last message")]
    [InlineData("继续")]
    [InlineData("move the video to /tmp")]
    [InlineData("把视频挪到 ~/成片")]
    [InlineData("tell me first before you shorten anything")]
    [InlineData("add a payment method")]
    [InlineData("make the upload faster")]
    [InlineData("slow down the polling")]
    [InlineData("zoom the terminal")]
    [InlineData("撤销我上一次付款")]
    [InlineData("换成深色模式")]
    [InlineData("undo the last two charges")]
    [InlineData("cut down my bill")]
    [InlineData("pause my subscription")]
    [InlineData("replace my api key")]
    [InlineData("change my profile picture")]
    [InlineData("translate the docs")]
    [InlineData("turn off the sound on my laptop")]
    [InlineData("cut the connection to the service")]
    [InlineData("同事昨天把字幕改好了")]
    public void Parse_TalkOrToolOrder_IsAskedAbout(string request) => Assert.True(IsAsked(Assert.Single(RequestParser.Parse(request))));

    [Theory]
    [InlineData("should we add music?")]
    [InlineData("should we make it vertical?")]
    [InlineData("would it be better in black and white?")]
    [InlineData("should the title be bigger?")]
    [InlineData("would the intro be better without music?")]
    [InlineData("加点音乐会不会更好")]
    public void Parse_OpinionQuestion_IsAskedAbout(string request) => Assert.True(IsAsked(Assert.Single(RequestParser.Parse(request))));

    /// <summary>The help of Invoke-Nemo says that the cmdlet prompts before it sends such a request.</summary>
    [Theory]
    [InlineData("don't add a title")]
    [InlineData("please don't crop it")]
    [InlineData("never use transitions")]
    [InlineData("别加标题")]
    [InlineData("不要加标题")]
    [InlineData("别动音乐")]
    public void Parse_OnlyWhatNotToDo_IsAskedAbout(string request) => Assert.True(IsAsked(Assert.Single(RequestParser.Parse(request))));

    [Theory]
    [InlineData("模拟胶片效果")]
    [InlineData("install the logo at top left")]
    [InlineData("cost of the trip as a text overlay")]
    [InlineData("no black bars")]
    [InlineData("zoom in on the laptop screen")]
    [InlineData("cut the part about payments")]
    [InlineData("add a caption about notifications")]
    [InlineData("trim the clip to the moment of the purchase")]
    [InlineData("should we add music? yes, add some upbeat music")]
    [InlineData("should it run over a minute, cut the end")]
    [InlineData("mute the notification sound")]
    [InlineData("slow down the charge by half")]
    [InlineData("最后加上点赞和订阅")]
    [InlineData("给账单打上马赛克")]
    [InlineData("can you add music?")]
    [InlineData("would you make it vertical?")]
    public void Parse_EditWithAWordOfTheTool_IsNotAskedAbout(string request) => Assert.False(IsAsked(Assert.Single(RequestParser.Parse(request))));

    [Fact]
    public void Parse_ExportToFolder_IsAnExport()
    {
        var step = Assert.Single(RequestParser.Parse("export it to ./out"), static step => step.Intent == RequestIntent.Export);

        Assert.False(IsAsked(step));
    }

    [Fact]
    public void Parse_LongRequest_IsAskedAboutAsAWhole()
    {
        var request = "export it. " + new string('a', RequestParser.MaxLength);
        var step = Assert.Single(RequestParser.Parse(request));

        Assert.Equal((RequestIntent.Edit, request, true), (step.Intent, step.Text, IsAsked(step)));
    }

    [Fact]
    public void Parse_FreeRequestWithTooManyClauses_IsAskedAbout()
    {
        var step = Assert.Single(RequestParser.Parse(string.Join(", then ", Enumerable.Repeat("export the video", 11))));

        Assert.Equal(RequestIntent.Edit, step.Intent);
        Assert.Equal([RequestIntent.Export, RequestIntent.Edit], step.Choices);
    }

    [Fact]
    public void Parse_ExportWithDestination_IsDownloaded()
    {
        var steps = RequestParser.Parse("trim, add transitions, and export this", isDownloaded: true);

        Assert.Equal([RequestIntent.Edit, RequestIntent.Export, RequestIntent.Download], steps.Select(static step => step.Intent));
    }

    [Theory]
    [InlineData("don't export yet")]
    [InlineData("Don’t export yet!")]
    [InlineData("stop, no upload")]
    [InlineData("wait, don't render anything")]
    [InlineData("I don't want to export this yet")]
    [InlineData("dont exprot it")]
    [InlineData("do not cancel the export")]
    [InlineData("hold off on the export")]
    [InlineData("don't download it")]
    [InlineData("never upload ./secret.mp4")]
    [InlineData("don't delete this session")]
    [InlineData("先不要导出")]
    [InlineData("不用下载")]
    [InlineData("export it, but don't upload anything")]
    [InlineData("取消导出，别导了")]
    public void Parse_NegatedFreeRequest_RunsAndSendsNothingWithoutAsking(string request) =>
        Assert.All(
            RequestParser.Parse(request),
            static step => Assert.True(IsAsked(step) || step.Intent is RequestIntent.Status or RequestIntent.State, step.ToString()));

    [Theory]
    [InlineData("trim the intro but don't export", "trim the intro but don't export")]
    [InlineData("Do not export. Only make it brighter.", "Do not export. Only make it brighter.")]
    [InlineData("剪掉开头，先别导出", "剪掉开头，先别导出")]
    public void Parse_EditAndNegatedExport_IsOneMessage(string request, string message)
    {
        var step = Assert.Single(RequestParser.Parse(request));

        Assert.Equal(RequestIntent.Edit, step.Intent);
        Assert.Contains(step.Text, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no, cancel the export", RequestIntent.Cancel)]
    [InlineData("no, export it now", RequestIntent.Export)]
    [InlineData("don't forget to export it", RequestIntent.Export)]
    [InlineData("why don't my exports finish?", RequestIntent.Status)]
    public void Parse_RequestBesideNegation_IsRun(string request, RequestIntent expected) =>
        Assert.Contains(RequestParser.Parse(request), step => step.Intent == expected && !IsAsked(step));

    [Theory]
    [InlineData("don't cut the intro", true)]
    [InlineData("no transitions please", true)]
    [InlineData("不要加标题，也别加字幕", true)]
    [InlineData("Please don't use the clip with the red car, take instead the blue", false)]
    [InlineData("add a title that says \"don't export yet\"", false)]
    [InlineData("封面给我来三个标题方案呗，要有点标题党但别太过", false)]
    public void Parse_NegatedEdit_IsUnchangedMessageAndAskedAboutIfNothingElseIsLeft(string request, bool isAsked)
    {
        var step = Assert.Single(RequestParser.Parse(request));

        Assert.Equal((RequestIntent.Edit, request, isAsked), (step.Intent, step.Text, IsAsked(step)));
    }

    [Theory]
    [InlineData("\"how many credits do I have?\"", RequestIntent.Credits)]
    [InlineData("'export the video'", RequestIntent.Export)]
    [InlineData("“show me the timeline”", RequestIntent.State)]
    [InlineData("«is the export ready yet»", RequestIntent.Status)]
    [InlineData("「导出视频」", RequestIntent.Export)]
    [InlineData("《我还有多少积分》", RequestIntent.Credits)]
    [InlineData("`cancel the export`", RequestIntent.Cancel)]
    [InlineData("[list my sessions]", RequestIntent.Session)]
    [InlineData(" ‘what's my balance’\n", RequestIntent.Credits)]
    public void Parse_RequestInQuotationMarks_IsReadWithoutThem(string request, RequestIntent expected) =>
        Assert.Equal(expected, Assert.Single(RequestParser.Parse(request)).Intent);

    /// <summary>The model sees no word, so it can't know whether the words are a request.</summary>
    [Theory]
    [InlineData("\"export the video\"!")]
    [InlineData("\"export the video\".")]
    [InlineData("\"list my sessions\" \"list my sessions\"")]
    [InlineData("**\"show my credits\"**")]
    [InlineData("(“导出视频”)")]
    [InlineData("\"Summer in Rome\" - \"2026\"")]
    public void Parse_OnlyQuotations_AsksBeforeSending(string request) =>
        Assert.All(
            RequestParser.Parse(request).Where(static step => step.Intent == RequestIntent.Edit),
            static step => Assert.Equal(2, step.Choices.Count));

    [Theory]
    [InlineData("the trim, the title and the music are done, {0}")]
    [InlineData("Cuts, title, music, colors: done. {0}")]
    [InlineData("I cut the intro and added a title, so {0}")]
    [InlineData("title added, intro cut, {0}")]
    [InlineData("nice title and music, {0}")]
    [InlineData("the agent trimmed the intro and added music. {0}")]
    [InlineData("you added the music and the title, {0}")]
    [InlineData("before you add the title, {0}")]
    [InlineData("{0} before you trim the intro")]
    [InlineData("now that the cuts and the title are right, {0}")]
    [InlineData("later we add the title, but first {0}")]
    [InlineData("{0} and don't change the music")]
    [InlineData("标题和颜色都调好了，{0}")]
    [InlineData("在剪片头之前，{0}")]
    // Sentences that nobody looked at while the rule was written.
    [InlineData("We already removed the pauses and muted the wind. {0}")]
    [InlineData("now that the voiceover is in place, {0}")]
    [InlineData("once the logo has been added, {0}")]
    [InlineData("我已经把水印去掉了，{0}")]
    [InlineData("加背景音乐之前，{0}")]
    public void Parse_FreeRequestWithContext_SendsNothingWithoutAsking(string context)
    {
        string[] requests = ["export the video", "download the video", "show me the timeline", "cancel the export", "导出视频"];

        Assert.DoesNotContain(
            requests.SelectMany(one => RequestParser.Parse(string.Format(null, context, one))),
            static step => step is { Intent: RequestIntent.Edit, Choices.Count: 0 });
    }

    [Theory]
    [InlineData("make it b&w and export")]
    [InlineData("convert it to vertical and export it")]
    [InlineData("make it vertical and export it")]
    [InlineData("make it grainy and render it")]
    [InlineData("before you export, add a title \"Hi\"")]
    [InlineData("export it, but first add a title \"First\"")]
    [InlineData("export but add a title first")]
    [InlineData("download it, but first trim it to 5 seconds")]
    [InlineData("after trimming it to 5 seconds export it")]
    public void Parse_ExportWithUnclearEditOrOrder_IsAskedAboutOrSendsTheEditFirst(string request)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal(RequestIntent.Edit, steps[0].Intent);
    }

    /// <summary>Sentences of people who tried the module without knowing the code. Each ran as an export, or lost its edit.</summary>
    [Theory]
    [InlineData("make it portrait and export it", "Edit Export")]
    [InlineData("apply a b&w filter and then export it in medium quality", "Edit Export")]
    [InlineData("can you make it vertical and export it?", "Edit Export")]
    [InlineData("make it vrtical and exprot it", "Edit Export")]
    [InlineData("make the video vertical and export it", "Edit Export")]
    [InlineData("make it HD and export it", "Edit Export")]
    [InlineData("make it smaller and export it", "Edit Export")]
    [InlineData("make it silent and export it", "Edit Export")]
    [InlineData("clean up the audio, export", "Edit Export")]
    [InlineData("convert it to 4K and download it", "Edit Download")]
    [InlineData("make it b&w and export", "Edit Export")]
    [InlineData("convert to b&w and export", "Edit Export")]
    [InlineData("invert the colors and export it", "Edit Export")]
    [InlineData("upload ./a.mp4 and make it vertical and export it", "Upload Edit Export")]
    [InlineData("create a session called Test, upload ./a.mp4, make it vertical and export it", "Session Upload Edit Export")]
    [InlineData("apply a filter and show me the timeline", "Edit State")]
    [InlineData("show the timeline and make it b&w", "State Edit")]
    [InlineData("make the video vertical", "Edit")]
    [InlineData("make it b&w", "Edit")]
    [InlineData("make it smaller", "Edit")]
    [InlineData("make it HD", "Edit")]
    [InlineData("make it 4K", "Edit")]
    [InlineData("convert to b&w", "Edit")]
    [InlineData("insert ./a.mp4 before the first clip", "Upload Edit")]
    [InlineData("put the clip ./a.mp4 at the start", "Upload Edit")]
    [InlineData("add ./a.mp3 as background music", "Upload Edit")]
    [InlineData("export it in low quality", "Export")]
    [InlineData("donwload the finshed video to ./homework", "Download")]
    public void Parse_RequestOfNewUser_RunsAllPartsInOrder(string request, string expected)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal(expected, string.Join(' ', steps.Select(static step => step.Intent)));
        Assert.All(steps, static step => Assert.Empty(step.Choices));
    }

    [Theory]
    [InlineData("upload My Holiday Clip.mp4", "My Holiday Clip.mp4")]
    [InlineData("please upload Über Grüße.mp4", "Über Grüße.mp4")]
    [InlineData("upload 上海夜景.mp4", "上海夜景.mp4")]
    [InlineData("上传 上海夜景.mp4", "上海夜景.mp4")]
    [InlineData("upload it's me.mp4", "it's me.mp4")]
    public void Parse_VerbAndNameOfExistingFile_UploadsIt(string request, string expected)
    {
        var step = Assert.Single(RequestParser.Parse(request, context: new() { Exists = path => path == expected }));

        Assert.Equal((RequestIntent.Upload, UnclearPath.None), (step.Intent, step.Unclear));
        Assert.Equal([expected], step.Files);
    }

    [Theory]
    [InlineData("upload a.mp4 and b.mp4", "a.mp4 and b.mp4")]
    [InlineData("upload \"a.mp4\", b.mp4", "\"a.mp4\", b.mp4")]
    public void Parse_NameOfExistingFileContainsOtherFiles_DoesNotUploadIt(string request, string existing) =>
        Assert.DoesNotContain(existing, RequestParser.Parse(request, context: new() { Exists = path => path == existing }).SelectMany(static step => step.Files));

    [Theory]
    [InlineData("export it vertical")]
    [InlineData("export a vertical version")]
    [InlineData("export with subtitles")]
    [InlineData("export it at double speed")]
    [InlineData("export the video with a title \"Hello\"")]
    [InlineData("export the intro only")]
    [InlineData("export clip 2")]
    [InlineData("export all sessions")]
    [InlineData("export the session \"Berlin\"")]
    [InlineData("download the video of session Berlin")]
    [InlineData("download all videos")]
    [InlineData("download the last two exports")]
    [InlineData("make the session Berlin warmer")]
    [InlineData("show the timeline of session Berlin")]
    [InlineData("post it on youtube")]
    [InlineData("share it")]
    [InlineData("play the video")]
    [InlineData("add a title, but before that export it")]
    [InlineData("导出带字幕的视频")]
    [InlineData("竖屏导出")]
    [InlineData("下载最后两个")]
    public void Parse_WordThatNoActionSupports_IsAskedAbout(string request) =>
        Assert.NotEmpty(Assert.Single(RequestParser.Parse(request)).Choices);

    [Theory]
    [InlineData("cut the intro to five seconds and export the video")]
    [InlineData("replace the music with jazz and then export it")]
    [InlineData("I want the logo in the corner, then export it")]
    [InlineData("make it warmer and export it")]
    [InlineData("make it black and white and export")]
    [InlineData("add calm music and make it warmer, then export it")]
    [InlineData("put the subtitles at the bottom, then export")]
    [InlineData("please remove the pauses, add captions, and render it")]
    [InlineData("after the second clip add a fade, and then export it")]
    [InlineData("把片头剪掉，然后导出")]
    [InlineData("声音调大一点，然后导出")]
    [InlineData("add a title that says \"the cuts are done, export it\" and export")]
    public void Parse_OrderAndExport_NeedsNoQuestion(string request)
    {
        var steps = RequestParser.Parse(request);

        Assert.Contains(steps, static step => step.Intent == RequestIntent.Edit);
        Assert.All(steps, static step => Assert.Empty(step.Choices));
    }

    [Theory]
    [InlineData("upload https://cdn.example/视频.mp4?sig=a1", "https://cdn.example/视频.mp4?sig=a1")]
    [InlineData("upload https://cdn.example/clips/我的旅行2剪辑/a.mp4?e=1", "https://cdn.example/clips/我的旅行2剪辑/a.mp4?e=1")]
    [InlineData("upload https://cdn.example/a,视频.mp4?sig=a1", "https://cdn.example/a,视频.mp4?sig=a1")]
    [InlineData("upload https://cdn.example/a.mp4?f[0]=1&sig=a1 now", "https://cdn.example/a.mp4?f[0]=1&sig=a1")]
    [InlineData("upload https://cdn.example/a.mp4?n=it's&m='x'&sig=a1", "https://cdn.example/a.mp4?n=it's&m='x'&sig=a1")]
    [InlineData("upload https://cdn.example/a.mp4?n=“x”&sig=a1", "https://cdn.example/a.mp4?n=“x”&sig=a1")]
    [InlineData("upload https://cdn.example/a.mp4?f=a.mov|b.mov&sig=a1", "https://cdn.example/a.mp4?f=a.mov|b.mov&sig=a1")]
    [InlineData("上传 https://a.example/b.mp4。", "https://a.example/b.mp4")]
    [InlineData("上传https://a.example/b.mp4到我的项目", "https://a.example/b.mp4")]
    [InlineData("把https://a.example/v/x7上传一下", "https://a.example/v/x7")]
    [InlineData("upload <https://a.example/b.mp4>", "https://a.example/b.mp4")]
    [InlineData("upload https://a.example/b_(1).mp4?x=(2)", "https://a.example/b_(1).mp4?x=(2)")]
    [InlineData("upload \"https://a.example/b.mp4?x=1\" and 'https://a.example/c.mp4'", "https://a.example/b.mp4?x=1", "https://a.example/c.mp4")]
    public void Parse_UploadOfUrl_ContainsWholeUrl(string request, params string[] expected) =>
        Assert.Equal(expected, Assert.Single(RequestParser.Parse(request), static step => step.Intent == RequestIntent.Upload).Files);

    [Theory]
    [InlineData("https://a.example/b.mp4，然后导出")]
    [InlineData("https://a.example/b.mp4加个标题")]
    [InlineData("https://a.example/b.mp4,然后导出")]
    public void Files_TextAfterUrl_IsNoPartOfIt(string request) =>
        Assert.Equal(["https://a.example/b.mp4"], new RequestPaths(request, static _ => false).All);

    [Fact]
    public void IsCertain_ExportWithRestThatCanBeAnEdit_IsFalse()
    {
        var export = Assert.Single(RequestReader.Default.Read("export it"));
        var edit = Assert.Single(RequestReader.Default.Read("add a title that says \"Hi\""));

        Assert.True(RequestDecision.IsCertain(export));
        Assert.False(RequestDecision.IsCertain(export with { Rest = [edit] }));
    }

    [Theory]
    [InlineData("cut beach walk.mp4 to 2 seconds")]
    [InlineData("把 beach walk.mp4 剪到2秒")]
    [InlineData("use calm music.mp3 as the background")]
    public void Parse_EditNamesAnUploadThatIsAlsoInTheFolder_IsSent(string request)
    {
        string[] files = ["beach walk.mp4", "calm music.mp3"];
        var context = new RequestContext { Exists = files.Contains, IsUploaded = files.Contains };

        var step = Assert.Single(RequestParser.Parse(request, context: context));

        Assert.Equal(RequestIntent.Edit, step.Intent);
        Assert.Empty(step.Choices);
        Assert.Equal(UnclearPath.None, step.Unclear);
    }

    [Theory]
    [InlineData("upload day2")]
    [InlineData("upload the folder day2")]
    [InlineData("上传 day2")]
    public void Parse_UploadOfAnExistingFolder_UploadsIt(string request) => Assert.Equal(
        ["day2"], Assert.Single(RequestParser.Parse(request, context: new RequestContext { Exists = static path => path == "day2" })).Files);

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    public void Parse_NoWords_ReturnsOneStep(string request) => Assert.Single(RequestParser.Parse(request));

    private static bool IsAsked(RequestStep step) => step.Choices.Count > 0 || step.Unclear != UnclearPath.None;
}
