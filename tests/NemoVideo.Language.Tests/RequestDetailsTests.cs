namespace NemoVideo.Language.Tests;

public sealed class RequestDetailsTests
{
    [Theory]
    [InlineData("export", null)]
    [InlineData("export in medium quality", "medium")]
    [InlineData("looks good. export in the lowest quality", "low")]
    [InlineData("用低画质导出", "low")]
    [InlineData("导出高质量视频", "high")]
    [InlineData("export it in low quality, that's good", "low")]
    public void Form_Export_ReadsQuality(string request, string? quality) => Assert.Equal(quality, RequestDetails.Form(request).Quality);

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
    [InlineData("create a video from every clip in ./br with calm music", "./br", "create a video with calm music")]
    [InlineData("please make videos from all clips in C:\\clips, trim the pauses", "C:\\clips", "create a video, trim the pauses")]
    [InlineData("turn all clips in \"./my clips\" into videos", "./my clips", "create a video")]
    [InlineData("make a video from all clips in ~/Videos/", "~/Videos/", "create a video")]
    public void FindBatch_VideoFromEachClipInAFolder_IsFound(string request, string folder, string message) =>
        Assert.Equal(new BatchRequest(folder, message), RequestDetails.FindBatch(request));

    [Theory]
    [InlineData("upload all clips in ./br")]
    [InlineData("trim the pauses in every clip")]
    [InlineData("make a video from every clip on the timeline")]
    [InlineData("don't create a video from every clip in ./br")]
    public void FindBatch_OtherRequest_IsNull(string request) => Assert.Null(RequestDetails.FindBatch(request));

    /// <summary>A day as a new user, 29 November: 'undo that' was sent and charged as an edit.</summary>
    [Theory]
    [InlineData("undo")]
    [InlineData("Undo that, please.")]
    [InlineData("can you undo that?")]
    [InlineData("undo the last edit")]
    [InlineData("revert the last change you made")]
    [InlineData("take that back")]
    [InlineData("go back one step")]
    [InlineData("go back to the previous version")]
    [InlineData("put it back the way it was")]
    [InlineData("撤销")]
    [InlineData("撤销刚才的修改")]
    [InlineData("撤銷上一步操作")]
    [InlineData("恢复到上一步")]
    [InlineData("取消刚才的修改")]
    public void IsUndo_NothingButUndo_IsTrue(string request) => Assert.True(RequestDetails.IsUndo(request));

    [Theory]
    [InlineData("undo the crop and make the title blue")]
    [InlineData("undo the crop")]
    [InlineData("undo that and add music")]
    [InlineData("remove the title again")]
    [InlineData("put the music back in")]
    [InlineData("reverse")]
    [InlineData("don't undo that")]
    [InlineData("undo my last payment")]
    [InlineData("go back to the session Rome")]
    [InlineData("cancel")]
    [InlineData("取消导出")]
    [InlineData("撤销裁剪")]
    [InlineData("恢复原来的音乐")]
    public void IsUndo_EditOrOtherRequest_IsFalse(string request) => Assert.False(RequestDetails.IsUndo(request));

    [Theory]
    [InlineData("how much does an edit cost?", true)] // A day as a new user, 29 November.
    [InlineData("How many credits does each video cost?", true)]
    [InlineData("is exporting free", true)]
    [InlineData("一次编辑多少钱？", true)]
    [InlineData("剪一次要多少积分", true)]
    [InlineData("how many credits do I have left?", false)]
    [InlineData("balance", false)]
    [InlineData("我还有多少积分", false)]
    public void AsksPrice_RequestAboutCredits_DistinguishesBalanceAndPrice(string request, bool expected) =>
        Assert.Equal(expected, RequestDetails.AsksPrice(request));

    [Theory]
    [InlineData("list my sessions", SessionRequest.List)]
    [InlineData("delete this session", SessionRequest.Other)]
    [InlineData("rename the project to Summer", SessionRequest.Other)]
    [InlineData("start a new project called Summer", SessionRequest.New)]
    [InlineData("open the link in the browser", SessionRequest.Link)]
    [InlineData("switch to the project summer", SessionRequest.Switch)]
    [InlineData("reopen Rome", SessionRequest.Switch)]
    [InlineData("新建一个项目", SessionRequest.New)]
    [InlineData("make a session called Oslo", SessionRequest.New)]
    [InlineData("建一个叫Oslo的会话", SessionRequest.New)]
    [InlineData("make Oslo the current session", SessionRequest.Other)]
    [InlineData("start over", SessionRequest.Other)]
    [InlineData("重新开始", SessionRequest.Other)]
    [InlineData("start over in a fresh project", SessionRequest.New)]
    [InlineData("what session am i in", SessionRequest.Current)]
    [InlineData("show the current session", SessionRequest.Current)]
    [InlineData("现在是哪个会话", SessionRequest.Current)]
    [InlineData("我在哪个会话", SessionRequest.Current)]
    [InlineData("换回 Oslo 那个会话", SessionRequest.Switch)]
    [InlineData("删掉这个会话", SessionRequest.Other)]
    public void Session_Request_IsRead(string request, SessionRequest expected) => Assert.Equal(expected, RequestDetails.Session(request));

    [Theory]
    [InlineData("start a new project called Summer 24", "Summer 24")]
    [InlineData("new session \"My film\"", "My film")]
    [InlineData("新建项目，叫夏天", "夏天")]
    [InlineData("new session", null)]
    [InlineData("create session Foo", "Foo")]
    [InlineData("new session Hochzeit Anna & Tom", "Hochzeit Anna & Tom")]
    [InlineData("新建会话 夏天", "夏天")]
    [InlineData("new session please", null)]
    [InlineData("make a new project and use it", null)]
    [InlineData("新建会话", null)]
    [InlineData("switch to the session Ann Peaks.", "Ann Peaks")]
    [InlineData("Switch to session nightly-2025-01-13.", "nightly-2025-01-13")]
    [InlineData("切换到会话夏天", "夏天")]
    [InlineData("switch to Rome", null)]
    public void SessionName_Request_IsRead(string request, string? name) => Assert.Equal(name, RequestDetails.SessionName(request));
}
