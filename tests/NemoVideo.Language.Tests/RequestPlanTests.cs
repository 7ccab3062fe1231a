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
    public void Create_SingleEdit_KeepsRequestUnchanged(string request) => Assert.Equal(request, Assert.Single(RequestPlan.Create(request)).Text);

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
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    public void Create_NoWords_ReturnsOneStep(string request) => Assert.Single(RequestPlan.Create(request));

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Create_HostileText_TakesLinearTime(string pattern) => HostileText.AssertLinear(pattern, static text => RequestPlan.Create(text));
}
