using NemoVideo.Language.Intents;

namespace NemoVideo.Language.Tests;

public sealed class RequestPlanTests
{
    [Theory]
    [InlineData("upload ./My Clips/A.MP4", "./My Clips/A.MP4")]
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
    [InlineData("upload the folder ./clips/day2/", "./clips/day2/")]
    public void Create_UploadRequest_ReturnsFilesUnchanged(string request, params string[] expected)
    {
        var step = Assert.Single(RequestPlan.Create(request));

        Assert.Equal(RequestIntent.Upload, step.Intent);
        Assert.Equal(expected, step.Files);
    }

    [Theory]
    [InlineData("add a title \"Hello\"")]
    [InlineData("trim clip.mp4 to 5 seconds")]
    public void Create_EditWithoutPath_UploadsNothing(string request) =>
        Assert.Equal([RequestIntent.Edit], RequestPlan.Create(request).Select(static step => step.Intent));

    [Theory]
    [InlineData("  trim the first ten seconds, and add music  ")]
    [InlineData("Add a title that says Export Now.")]
    public void Create_SingleEdit_KeepsRequestUnchanged(string request) =>
        Assert.Equal(request, Assert.Single(RequestPlan.Create(request)).Text);

    [Fact]
    public void Create_PathInEdit_IsUploadedFirst()
    {
        var steps = RequestPlan.Create("帮我把 ./clips/UPPER.MP4 接在后面，然后导出");

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
    public void Create_EditAndExport_MessageIsCompletePart(string request, string message)
    {
        var steps = RequestPlan.Create(request);

        Assert.Equal([RequestIntent.Edit, RequestIntent.Export], steps.Select(static step => step.Intent));
        Assert.Equal(message, steps[0].Text);
    }

    /// <summary>The model takes some of these sentences for one request about a session.</summary>
    [Theory]
    [InlineData("switch to the session Twin, then add a title that says \"Later\"", "switch to the session Twin", "add a title that says \"Later\"")]
    [InlineData("switch to the session Twin and add a title that says \"Later\"", "switch to the session Twin", "add a title that says \"Later\"")]
    [InlineData("open the project Rome and trim the first two seconds", "open the project Rome", "trim the first two seconds")]
    [InlineData("create a session named Twin and add a fade", "create a session named Twin", "add a fade")]
    [InlineData("切换到会话 Twin，然后添加标题 \"Later\"", "切换到会话 Twin", "添加标题 \"Later\"")]
    [InlineData("打开项目夏天，再把开头剪掉", "打开项目夏天", "再把开头剪掉")]
    [InlineData("换到会话 Holiday，加个标题写着“稍后”", "换到会话 Holiday", "加个标题写着“稍后”")]
    public void Create_SessionAndEdit_AreTwoSteps(string request, string session, string message)
    {
        var steps = RequestPlan.Create(request);

        Assert.Equal(
            [(RequestIntent.Session, session), (RequestIntent.Edit, message)], steps.Select(static step => (step.Intent, step.Text)));
        Assert.All(steps, static step => Assert.Empty(step.Choices));
    }

    [Theory]
    [InlineData("delete this session and start a new one", "delete this session", "start a new one")]
    [InlineData("create a session called Rome, then switch to the session Oslo", "create a session called Rome", "switch to the session Oslo")]
    [InlineData("删除这个会话，然后新建一个会话", "删除这个会话", "新建一个会话")]
    [InlineData("open my project, the one called Rome", "open my project, the one called Rome")]
    public void Create_RequestsAboutSessions_AreStepsIfTheyDiffer(string request, params string[] texts) =>
        Assert.Equal(texts, RequestPlan.Create(request).Select(static step => step.Text));

    /// <summary>A part that isn't certain enough to be run is reported.</summary>
    [Theory]
    [InlineData("how much will it cost, ok whatever just export it", RequestIntent.Credits, RequestIntent.Export)]
    [InlineData("switch to session Beach day, then add music", RequestIntent.Session, RequestIntent.Edit)]
    [InlineData("停止当前任务，删除会话 demo", RequestIntent.Cancel, RequestIntent.Session)]
    public void Create_FreeRequestWithUncertainPart_ReportsPart(string request, RequestIntent intent, RequestIntent rest)
    {
        var steps = RequestPlan.Create(request);

        Assert.Contains(rest, steps.Select(static step => step.Intent).Concat(steps.SelectMany(static step => step.Part!.Rest).Select(static part => part.Intent)));
        Assert.Contains(steps, step => step.Intent == intent);
    }

    [Fact]
    public void Create_FreeRequestWithTooManyClauses_IsAskedAbout()
    {
        var step = Assert.Single(RequestPlan.Create(string.Join(", then ", Enumerable.Repeat("export the video", 11))));

        Assert.Equal(RequestIntent.Edit, step.Intent);
        Assert.Equal([RequestIntent.Export, RequestIntent.Edit], step.Choices);
    }

    [Fact]
    public void Create_ExportWithDestination_IsDownloaded()
    {
        var steps = RequestPlan.Create("trim, add transitions, and export this", isDownloaded: true);

        Assert.Equal([RequestIntent.Edit, RequestIntent.Export, RequestIntent.Download], steps.Select(static step => step.Intent));
    }

    [Theory]
    [InlineData("don't export yet")]
    [InlineData("Don’t export yet!")]
    [InlineData("stop, no upload")]
    [InlineData("please do not export it")]
    [InlineData("no export for now")]
    [InlineData("wait, don't render anything")]
    [InlineData("I don't want to export this yet")]
    [InlineData("we shouldn't upload it")]
    [InlineData("dont exprot it")]
    [InlineData("do not cancel the export")]
    [InlineData("hold off on the export")]
    [InlineData("don't download it")]
    [InlineData("never upload ./secret.mp4")]
    [InlineData("don't delete this session")]
    [InlineData("先不要导出")]
    [InlineData("别导出！")]
    [InlineData("等等，先别上传")]
    [InlineData("不用下载")]
    public void Create_NegatedFreeRequest_RunsAndSendsNothing(string request)
    {
        var steps = RequestPlan.Create(request);

        Assert.NotEmpty(steps);
        Assert.All(steps, static step => Assert.True(step.IsForbidden, $"{step.Intent}: {step.Text}"));
    }

    [Theory]
    [InlineData("trim the intro but don't export", "trim the intro but don't export")]
    [InlineData("Do not export. Only make it brighter.", "Do not export. Only make it brighter.")]
    [InlineData("剪掉开头，先别导出", "剪掉开头，先别导出")]
    public void Create_EditAndNegatedExport_IsOneMessage(string request, string message)
    {
        var step = Assert.Single(RequestPlan.Create(request), static step => !step.IsForbidden);

        Assert.Equal(RequestIntent.Edit, step.Intent);
        Assert.Contains(step.Text, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export it, but don't upload anything", RequestIntent.Export)]
    [InlineData("no, cancel the export", RequestIntent.Cancel)]
    [InlineData("no, export it now", RequestIntent.Export)]
    [InlineData("don't forget to export it", RequestIntent.Export)]
    [InlineData("取消导出，别导了", RequestIntent.Cancel)]
    [InlineData("why don't my exports finish?", RequestIntent.Status)]
    public void Create_RequestBesideNegation_IsRun(string request, RequestIntent expected) =>
        Assert.Contains(RequestPlan.Create(request), step => step.Intent == expected && !step.IsForbidden);

    [Theory]
    [InlineData("don't cut the intro")]
    [InlineData("no transitions please")]
    [InlineData("Please don't use the clip with the red car, take instead the blue")]
    [InlineData("add a title that says \"don't export yet\"")]
    [InlineData("封面给我来三个标题方案呗，要有点标题党但别太过")]
    public void Create_NegatedEdit_IsUnchangedMessage(string request)
    {
        var step = Assert.Single(RequestPlan.Create(request));

        Assert.Equal((RequestIntent.Edit, request, false), (step.Intent, step.Text, step.IsForbidden));
    }

    [Fact]
    public void Create_ContextMakesFreeIntentLikelier_AsksInsteadOfSending()
    {
        var withExports = new RequestContext { HasExports = true };
        var withoutSession = new RequestContext { HasSession = false };

        Assert.Empty(RequestPlan.Create("download our app")[0].Choices);
        Assert.Empty(RequestPlan.Create("go back one step")[0].Choices);
        Assert.Equal([RequestIntent.Edit, RequestIntent.Download], RequestPlan.Create("download our app", context: withExports)[0].Choices);
        Assert.Equal([RequestIntent.Edit, RequestIntent.Session], RequestPlan.Create("go back one step", context: withoutSession)[0].Choices);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    public void Create_NoWords_ReturnsOneStep(string request) => Assert.Single(RequestPlan.Create(request));

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Create_HostileText_TakesLinearTime(string pattern) =>
        HostileText.AssertLinear(pattern, static text => RequestPlan.Create(text));
}
