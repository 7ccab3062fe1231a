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
    public void Create_UploadOfUrl_ContainsWholeUrl(string request, params string[] expected) =>
        Assert.Equal(expected, Assert.Single(RequestPlan.Create(request), static step => step.Intent == RequestIntent.Upload).Files);

    [Theory]
    [InlineData("https://a.example/b.mp4，然后导出")]
    [InlineData("https://a.example/b.mp4加个标题")]
    [InlineData("https://a.example/b.mp4,然后导出")]
    public void Files_TextAfterUrl_IsNoPartOfIt(string request) =>
        Assert.Equal(["https://a.example/b.mp4"], RequestDetails.Files(request));

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
