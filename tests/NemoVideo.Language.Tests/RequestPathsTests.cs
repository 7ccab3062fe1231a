using NemoVideo.Language.Intents;

namespace NemoVideo.Language.Tests;

/// <summary>An upload can't be undone, and a replaced file is gone: only a path with a certain role is used.</summary>
public sealed class RequestPathsTests
{
    [Theory]
    [InlineData("upload the clips in ./in but not ./in/secret.mp4")]
    [InlineData("upload all clips from ./in, but don't upload secret.mp4")]
    [InlineData("upload ./in/*.mp4 but not ./in/secret.mp4")]
    [InlineData("trim ./in/a.mp4 without using ./in/secret.mp4")]
    [InlineData("the video must not contain ./in/secret.mp4")]
    [InlineData("upload ./in/ and ignore draft.mov")]
    [InlineData("upload ./in/b.mp4 instead of ./in/secret.mp4")]
    [InlineData("upload all of ./in/, keep ./in/secret.mp4 private")]
    [InlineData("上传 ./in/ 里除了 ./in/secret.mp4 的所有视频")]
    [InlineData("上传 ./in/，不要上传 ./in/secret.mp4")]
    [InlineData("上传 ./in/，跳过 secret.mp4")]
    public void Create_RequestExcludesFile_IsUnclear(string request) => AssertUnclear(UnclearPath.Upload, request, "./in", "./in/");

    [Theory]
    [InlineData("replace ./in/old.mp4 with ./in/new.mp4")]
    [InlineData("upload ./in/a.mp4 to ./backup/")]
    [InlineData("upload a.mp4 from ./in")]
    [InlineData("upload ./in/a.mp4.bak")]
    [InlineData("upload ./in/a.mp4, it is better than ./in/b.mp4")]
    [InlineData("upload ./in/a.mp4 today, ./in/b.mp4 on Monday")]
    [InlineData("upload ./in/a.mp4, or maybe not")]
    [InlineData("upload three clips from ./in")]
    [InlineData("is ./in/a.mp4 finished? upload ./in/b.mp4")]
    [InlineData("./in/a.mp4 was nicer, add a fade")]
    [InlineData("我的同事已经上传了 ./in/a.mp4 吗？")]
    [InlineData("upload ./in/a.mp4-old")]
    [InlineData("upload ./in/[x].mp4")]
    [InlineData("add the clip \"./in/a b.mp4\" at the end")]
    [InlineData("upload ./in/ 'b c'.mp4 to ./in")]
    public void Create_RoleOrEndIsUncertain_IsUnclear(string request) => AssertUnclear(UnclearPath.Upload, request);

    [Theory]
    [InlineData("upload the clips in ./My Clips", null, "./My Clips")]
    [InlineData("upload the clips in ./My Clips", null, "./My", "./My Clips")]
    [InlineData("upload the clips in ./My Clips", null, "./My")]
    [InlineData("upload the clips in ./holiday (2024)/", null, "./holiday (2024)/")]
    [InlineData("upload the clips in ./holiday (2024)/", null, "./holiday")]
    [InlineData("upload the clips in \"./holiday (2024)\"", "./holiday (2024)")]
    [InlineData("upload the clips in \"./My Clips\"", "./My Clips", "./My")]
    [InlineData("upload My Clip.mp4", "My Clip.mp4", "My Clip.mp4")]
    [InlineData("upload it with My Clip.mp4", null, "My Clip.mp4")]
    [InlineData("upload My Clip.mp4", null, "My Clip.mp4", "Clip.mp4")]
    [InlineData("upload ./My Clips/a.mp4", "./My Clips/a.mp4", "./My Clips/a.mp4")]
    [InlineData("upload ./My Clips/a.mp4", null, "./My")]
    [InlineData("upload everything in ./clips please", "./clips", "./clips")]
    [InlineData("上传 ./素材", "./素材", "./素材")]
    [InlineData("上传 ./素材 二", null, "./素材")]
    [InlineData("上传“./我的 素材”", "./我的 素材")]
    public void Create_PathWithSpaces_IsQuotedOrExistsOrIsUnclear(string request, string? expected, params string[] existing)
    {
        var step = Assert.Single(Create(request, existing));

        Assert.Equal((RequestIntent.Upload, expected is null ? UnclearPath.Upload : UnclearPath.None), (step.Intent, step.Unclear));
        Assert.Equal(expected is null ? [] : [expected], step.Files);
    }

    [Theory]
    [InlineData("add the title \"tax.mp4\"")]
    [InlineData("add the title 'tax.mp4' at the start")]
    [InlineData("add the subtitle \"../in/secret.mp4\" in white")]
    [InlineData("add the title \"/home/me/private/tax.mp4\"")]
    [InlineData("add the title \"private\\tax.mp4\"")]
    [InlineData("put the text \"tax.mp4\" on the screen for 3 seconds")]
    [InlineData("set the title to ../private/tax.mp4")]
    [InlineData("write \"../in/secret.mp4\" as a caption")]
    [InlineData("the headline reads \"./in/secret.mp4\"")]
    [InlineData("show \"./in/secret.mp4\" for two seconds")]
    [InlineData("加上标题“../in/secret.mp4”")]
    [InlineData("字幕写着「/home/me/tax.mp4」")]
    public void Create_QuotedContent_UploadsNothing(string request) =>
        Assert.All(Create(request), static step => Assert.True(step.Files.Count == 0 || step.Unclear != UnclearPath.None, step.ToString()));

    [Theory]
    [InlineData("add the clip \"./in/a b.mp4\"", "./in/a b.mp4")]
    [InlineData("upload './in/a.mp4' and add a title that says \"Both\"", "./in/a.mp4")]
    [InlineData("use the music \"./in/song.mp3\" as background", "./in/song.mp3")]
    [InlineData("upload a.mp4, b.mp4 and ./in/c.mov", "a.mp4", "b.mp4", "./in/c.mov")]
    [InlineData("put ./in/logo.png on the left", "./in/logo.png")]
    [InlineData("don't forget to upload ./in/a.mp4", "./in/a.mp4")]
    [InlineData("把 ./in/logo.png 放在右上角", "./in/logo.png")]
    [InlineData("上传 ./in/a.mp4 和 ./in/b.mp4", "./in/a.mp4", "./in/b.mp4")]
    public void Create_CertainSource_IsUploaded(string request, params string[] expected)
    {
        var steps = Create(request);

        Assert.All(steps, static step => Assert.Equal(UnclearPath.None, step.Unclear));
        Assert.Equal(expected, steps.SelectMany(static step => step.Files));
    }

    [Theory]
    [InlineData("download it to ./out", "./out")]
    [InlineData("download it to ./out, please", "./out")]
    [InlineData("下载到 D:\\成片\\", "D:\\成片\\")]
    [InlineData("下载到~/Videos里", "~/Videos")]
    [InlineData("下载到“./我的 视频”", "./我的 视频")]
    [InlineData("download it to \"./My Videos\"", "./My Videos")]
    [InlineData("download the video to \"/home/me/out dir\"", "/home/me/out dir")]
    [InlineData("save the finished video in ./release/2024", "./release/2024")]
    [InlineData("download it", ".")]
    [InlineData("download it to my computer", ".")]
    [InlineData("把视频下载到电脑", ".")]
    [InlineData("get my video", ".")]
    public void Create_Download_FindsFolder(string request, string folder)
    {
        var step = Assert.Single(Create(request), static step => step.Intent == RequestIntent.Download);

        Assert.Equal((folder, UnclearPath.None), (step.Folder, step.Unclear));
    }

    /// <summary>A day as a new user, 29 November: a path with a file name was unclear.</summary>
    [Theory]
    [InlineData("export to \"~/Desktop/final cut.mp4\"", "~/Desktop/", "final cut.mp4")]
    [InlineData("export to D:\\out\\launch.mp4", "D:\\out\\", "launch.mp4")]
    [InlineData("save the video to D:\\launch.MP4", "D:\\", "launch.MP4")]
    [InlineData("make it vertical and export to ./out/reel.mp4", "./out/", "reel.mp4")]
    [InlineData("导出到 ./成片/最终.mp4", "./成片/", "最终.mp4")]
    public void Create_DownloadToAFile_FindsFolderAndName(string request, string folder, string name)
    {
        var steps = Create(request);

        Assert.All(steps, static step => Assert.True(step.Choices.Count == 0 && step.Unclear == UnclearPath.None));
        Assert.Equal((RequestIntent.Download, folder, name), (steps[^1].Intent, steps[^1].Folder, steps[^1].FileName));
    }

    [Theory]
    [InlineData("save it to my desktop")]
    [InlineData("export to my desktop")]
    [InlineData("save the finished video on my desktop, please")]
    [InlineData("add a title and put the video on the desktop")]
    [InlineData("把视频存到桌面")]
    public void Create_DownloadToTheDesktop_FindsItsFolder(string request)
    {
        var desktop = Environment.GetFolderPath(Environment.SpecialFolder.Desktop, Environment.SpecialFolderOption.DoNotVerify);

        var step = Assert.Single(Create(request), static step => step.Intent == RequestIntent.Download);

        Assert.Equal((desktop, UnclearPath.None, 0), (step.Folder, step.Unclear, step.Choices.Count));
    }

    [Theory]
    [InlineData("download it to ./My Videos")]
    [InlineData("download it to /videos")]
    [InlineData("download it to the folder Videos")]
    [InlineData("download the video to ~")]
    [InlineData("download it to $HOME/Videos")]
    [InlineData("download it to %USERPROFILE%\\Videos")]
    [InlineData("download it to ./cut.raw")]
    [InlineData("save it on my desktop computer at work")]
    [InlineData("download the video not into ./in but into ./okay2")]
    [InlineData("who downloaded it to ./out?")]
    [InlineData("download it to ./out, or rather wait with that")]
    [InlineData("download the video, but not to ./in, to ./okay")]
    [InlineData("download the video of ./in/ to ./dd2")]
    [InlineData("export it to ~/Desktop/final cut.mp4")]
    [InlineData("export it to ./a.mp4 or ./b.mp4")]
    [InlineData("下载到 ./我的 视频")]
    [InlineData("下载到./我的视频里")]
    [InlineData("下载到文件夹“视频”")]
    [InlineData("把成片保存到 D:\\成片 新")]
    public void Create_UncertainFolder_IsUnclear(string request) => AssertUnclear(UnclearPath.Destination, request);

    [Theory]
    [InlineData("download it to ./dd3 and ./dd4")]
    [InlineData("export it and download to ./dd3 and ./dd4/x.mp4")]
    public void Create_SeveralFolders_IsUnclear(string request) =>
        Assert.Contains(Create(request), static step => step.Unclear != UnclearPath.None);

    [Fact]
    public void Create_FolderIsKnown_IgnoresFolderInRequest() =>
        Assert.All(
            RequestParser.Parse("download it to ./My Videos", isDownloaded: true),
            static step => Assert.Equal(UnclearPath.None, step.Unclear));

    /// <summary>An exponential search would never end.</summary>
    [Theory]
    [InlineData("upload ", ", ")]
    [InlineData("upload ", "\n")]
    [InlineData("upload ", ",  the clips  ")]
    [InlineData("上传 ", " 和 ")]
    [InlineData("把 ", "\n\n")]
    public async Task Create_LongListWithUnknownWord_TakesLittleTime(string verb, string separator)
    {
        var request = verb + string.Join(separator, Enumerable.Repeat("./a.mp4", 60)) + separator + " zz";
        var cancellation = TestContext.Current.CancellationToken;

        var steps = await Task.Run(() => Create(request), cancellation).WaitAsync(TimeSpan.FromMinutes(1), cancellation);

        Assert.Contains(steps, static step => step.Unclear == UnclearPath.Upload);
    }

    private static void AssertUnclear(UnclearPath expected, string request, params string[] existing)
    {
        var steps = Create(request, existing);

        Assert.Contains(steps, step => step.Unclear == expected);
    }

    [Theory]
    [InlineData("trim sunset.mp4 to 4 seconds")]
    [InlineData("move sunset.mp4 to the beginning")]
    public void Create_EditWithNameOfUploadedClip_IsSent(string request)
    {
        // The current folder exists, too.
        var step = Assert.Single(Create(request, "", "."));

        Assert.Equal((RequestIntent.Edit, UnclearPath.None, 0), (step.Intent, step.Unclear, step.Choices.Count));
    }

    [Theory]
    [InlineData("add Tom's party.mp4 at the end")]
    [InlineData("add \"Tom's party.mp4\" at the end")]
    [InlineData("add my holiday clip.mp4 at the end")]
    [InlineData("use Tom's party.mp4 as the opener")]
    [InlineData("把 Tom's party.mp4 放到最后")]
    public void Create_NameOfLocalClipHasSpaces_IsNotOnlySent(string request)
    {
        var steps = Create(request, "Tom's party.mp4", "my holiday clip.mp4");

        Assert.True(steps[0].Intent == RequestIntent.Upload || steps[0].Choices.Count > 0 || steps[0].Unclear != UnclearPath.None);
    }

    private static IReadOnlyList<RequestStep> Create(string request, params string[] existing) =>
        RequestParser.Parse(request, context: new RequestContext { Exists = existing.Contains });
}
