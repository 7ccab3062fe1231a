using NemoVideo.Language.Intents;

namespace NemoVideo.Language.Tests;

public sealed class RequestDetailsTests
{
    [Theory]
    [InlineData("export", "high")]
    [InlineData("export in medium quality", "medium")]
    [InlineData("render it in low quality", "low")]
    [InlineData("looks good. export in the lowest quality", "low")]
    [InlineData("export in high quality", "high")]
    [InlineData("用低画质导出", "low")]
    [InlineData("导出高质量视频", "high")]
    [InlineData("以中等质量导出", "medium")]
    [InlineData("export it in 8K", "high", "8K")]
    [InlineData("export as MOV at 60fps, in medium quality", "medium", "MOV")]
    [InlineData("export to D:\\Videos\\final.MP4", "high", "D:\\Videos\\final.MP4")]
    [InlineData("export it in low quality, that's good", "low")]
    [InlineData("export as mp3", "high", "mp3")]
    [InlineData("export to youtube", "high", "youtube")]
    [InlineData("exprot the finshed video", "high")]
    public void Form_Export_ReadsQualityAndUnsupportedOptions(string request, string quality, params string[] unsupportedOptions)
    {
        var form = RequestDetails.Form(request);

        Assert.Equal(("mp4", quality), (form.Format, form.Quality ?? ExportForm.DefaultQuality));
        Assert.Equal(unsupportedOptions, form.UnsupportedOptions);
    }

    [Theory]
    [InlineData("export 4K MP4", "4K", null)]
    [InlineData("export 1080p MP4", "1080p", null)]
    [InlineData("export in full HD at 60 fps", "1080p", 60.0)]
    [InlineData("render it in UHD, 29.97 frames per second", "4K", 29.97)]
    [InlineData("not 4k, export it in 720p", "720p", null)]
    [InlineData("导出成 1080p 的视频，25 帧", "1080p", 25.0)]
    [InlineData("export it at 500fps", null, null)]
    [InlineData("export in low quality", null, null)]
    public void Form_Export_ReadsResolutionAndFrameRate(string request, string? resolution, double? frameRate)
    {
        var form = RequestDetails.Form(request);

        Assert.Equal((resolution, frameRate), (form.Resolution, form.FrameRate));
    }

    [Theory]
    [InlineData("create a video from every clip in ./br with calm music", "./br", "create a video with calm music", false)]
    [InlineData("please make videos from all clips in C:\\clips, trim the pauses", "C:\\clips", "create a video, trim the pauses", false)]
    [InlineData("turn all clips in \"./my clips\" into videos", "./my clips", "create a video", false)]
    [InlineData("make a video from all clips in ~/Videos/", "~/Videos/", "create a video", true)]
    public void FindBatch_VideoFromEachClipInAFolder_IsFound(string request, string folder, string message, bool isJoined) =>
        Assert.Equal(new BatchRequest(folder, message, isJoined), RequestDetails.FindBatch(request));

    [Theory]
    [InlineData("upload all clips in ./br")]
    [InlineData("trim the pauses in every clip")]
    [InlineData("make a video from every clip on the timeline")]
    [InlineData("don't create a video from every clip in ./br")]
    public void FindBatch_OtherRequest_IsNull(string request) => Assert.Null(RequestDetails.FindBatch(request));

    /// <summary>A download without a quality gets the latest export, in any quality.</summary>
    [Theory]
    [InlineData("download it to ./out", null)]
    [InlineData("save it in low quality", "low")]
    public void Form_Download_HasQualityOnlyIfSpecified(string request, string? quality) =>
        Assert.Equal(quality, RequestDetails.Form(request).Quality);

    [Theory]
    [InlineData("list my sessions", SessionRequest.List)]
    [InlineData("delete this session", SessionRequest.Delete)]
    [InlineData("rename the project to Summer", SessionRequest.Rename)]
    [InlineData("start a new project called Summer", SessionRequest.New)]
    [InlineData("open the link in the browser", SessionRequest.Link)]
    [InlineData("switch to the project summer", SessionRequest.Switch)]
    [InlineData("reopen Rome", SessionRequest.Switch)]
    [InlineData("新建一个项目", SessionRequest.New)]
    [InlineData("make a session called Oslo", SessionRequest.New)]
    [InlineData("make me a session \"Rome\"", SessionRequest.New)]
    [InlineData("建一个叫Oslo的会话", SessionRequest.New)]
    [InlineData("make Oslo the current session", SessionRequest.Unclear)]
    [InlineData("start over", SessionRequest.Unclear)]
    [InlineData("start over.", SessionRequest.Unclear)]
    [InlineData("重新开始", SessionRequest.Unclear)]
    [InlineData("start over in a fresh project", SessionRequest.New)]
    [InlineData("what session am i in", SessionRequest.Current)]
    [InlineData("show the current session", SessionRequest.Current)]
    [InlineData("现在是哪个会话", SessionRequest.Current)]
    [InlineData("我在哪个会话", SessionRequest.Current)]
    [InlineData("换回 Oslo 那个会话", SessionRequest.Switch)]
    [InlineData("删掉这个会话", SessionRequest.Delete)]
    public void Session_Request_IsRead(string request, SessionRequest expected) => Assert.Equal(expected, RequestDetails.Session(request));

    [Theory]
    [InlineData("start a new project called Summer 24", "Summer 24")]
    [InlineData("new session \"My film\"", "My film")]
    [InlineData("新建项目，叫夏天", "夏天")]
    [InlineData("new session", null)]
    [InlineData("create session Foo", "Foo")]
    [InlineData("new project Foo 4", "Foo 4")]
    [InlineData("new session Hochzeit Anna & Tom", "Hochzeit Anna & Tom")]
    [InlineData("新建会话 夏天", "夏天")]
    [InlineData("start a new session for the wedding", null)]
    [InlineData("start a new session for Anna", "Anna")]
    [InlineData("new session for I need one", null)]
    [InlineData("new session please", null)]
    [InlineData("make a new project and use it", null)]
    [InlineData("新建会话", null)]
    [InlineData("switch to session Foo", null)]
    public void SessionName_Request_IsRead(string request, string? name) => Assert.Equal(name, RequestDetails.SessionName(request));

    [Theory]
    [InlineData("switch to Holiday", "holiday")]
    [InlineData("switch to the Holiday session please", "Holiday")]
    [InlineData("please go back to my Holiday project, the one with the boat", "Holiday")]
    [InlineData("open the session Ann Peaks.", "Ann Peaks")]
    [InlineData("take me back to the Vigo one, please", "Vigo")]
    [InlineData("Switch to session nightly-2025-01-13.", "nightly-2025-01-13")]
    [InlineData("switch to the project called The End", "The End")]
    [InlineData("open the session Back to school", "Back to school")]
    [InlineData("cd wed_05", "wed_05")]
    [InlineData("切换到会话夏天", "夏天")]
    [InlineData("打开Rome那个项目", "Rome")]
    [InlineData("打开session Rome", "Rome")]
    [InlineData("换回 Rome 那个会话", "Rome")]
    [InlineData("reopen Rome", "Rome")]
    [InlineData("switch to the session project", "project")]
    public void NamesSession_NameAtItsPlace_IsTrue(string request, string name) => Assert.True(RequestDetails.NamesSession(request, name));

    [Theory]
    [InlineData("switch to the Holidays session", "to")]
    [InlineData("switch to the Holidays session", "the")]
    [InlineData("switch to the Holidays session", "session")]
    [InlineData("switch to the Holidays session", "switch")]
    [InlineData("switch to the Holidays session", "Holiday")]
    [InlineData("switch to the Holidays session and make it vertical", "vertical")]
    [InlineData("switch to the Holidays session and make it vertical", "and make it")]
    [InlineData("switch to the session Ann Peaks", "Ann")]
    [InlineData("switch to the session Ann Peaks", "Peaks")]
    [InlineData("go back to the other one", "other one")]
    [InlineData("open my last project", "last")]
    [InlineData("please switch to Rome", "please")]
    [InlineData("switch to the session \"Bea Lee\"", "Bea")]
    [InlineData("切换到会话夏天", "到会话")]
    [InlineData("make it vertical", "vertical")]
    public void NamesSession_OtherWord_IsFalse(string request, string name) => Assert.False(RequestDetails.NamesSession(request, name));

    [Theory]
    [InlineData("how do I export?", RequestIntent.Export)]
    [InlineData("what formats can i export", RequestIntent.Export)]
    [InlineData("怎样取消导出？", RequestIntent.Cancel)]
    [InlineData("how do I upload a file?", RequestIntent.Upload)]
    [InlineData("what does an export cost?", RequestIntent.Credits)]
    [InlineData("what can you do?", RequestIntent.HowTo)]
    [InlineData("how do I add a title?", RequestIntent.Edit)]
    [InlineData("how do I make a new session?", RequestIntent.Session)]
    public void Topic_Question_IsRead(string question, RequestIntent topic) => Assert.Equal(topic, RequestDetails.Topic(question));

    [Theory]
    [InlineData("how do I run a batch over a folder?", HelpTopic.Batch)]
    [InlineData("how can I export several videos at once?", HelpTopic.Batch)]
    [InlineData("批量处理怎么做", HelpTopic.Batch)]
    [InlineData("how do I resume after a crash?", HelpTopic.Resuming)]
    [InlineData("how do I schedule this every night?", HelpTopic.Schedule)]
    [InlineData("how do I change the token?", HelpTopic.Token)]
    [InlineData("how do I undo an edit?", HelpTopic.Undo)]
    [InlineData("what version is this?", HelpTopic.Version)]
    [InlineData("how do I connect to the service?", HelpTopic.Token)]
    [InlineData("how do I disconnect?", HelpTopic.Token)]
    [InlineData("how do I edit a whole folder of clips?", HelpTopic.Batch)]
    [InlineData("how do I export to a folder?", HelpTopic.None)]
    [InlineData("how do I export and save it to a folder?", HelpTopic.None)]
    [InlineData("how do I connect two clips?", HelpTopic.None)]
    [InlineData("can it add automatic captions?", HelpTopic.None)]
    [InlineData("is there a daily limit?", HelpTopic.None)]
    [InlineData("how do I make two versions of the video?", HelpTopic.None)]
    [InlineData("how do I add multiple titles?", HelpTopic.None)]
    [InlineData("how do I add a title?", HelpTopic.None)]
    public void Help_Question_IsRead(string question, HelpTopic topic) => Assert.Equal(topic, RequestDetails.Help(question));

    [Theory]
    [InlineData("send me the link", true)]
    [InlineData("where is the download link?", false)]
    [InlineData("download it to ./out", null)]
    public void AsksForSessionLink_Request_IsRead(string request, bool? expected) => Assert.Equal(expected, RequestDetails.AsksForSessionLink(request));
}
