namespace NemoVideo.Language.Tests;

/// <summary>Requests of an attacker that mention, forbid, postpone or ask for something.</summary>
public sealed class RequestFormTests
{
    public static TheoryData<string, string> Mentions => RequestTable.ReadPairs("mentions.tsv");

    /// <param name="intents">The intents that must not be run, joined with a plus sign.</param>
    /// <param name="request">The request.</param>
    [Theory]
    [MemberData(nameof(Mentions))]
    public void Create_RequestOnlyMentionsAction_DoesNotRunIt(string intents, string request)
    {
        var files = new[] { "./clip.mp4", "./private.mp4", "clip.mp4", "private.mp4", "./可乐.mp4" };
        var steps = RequestParser.Parse(request, context: new RequestContext { Exists = files.Contains });

        Assert.True(
            steps.Any(static step => step.Choices.Count > 0 || step.Unclear != UnclearPath.None)
                || !steps.Any(step => intents.Split('+').Contains(step.Intent.ToString().ToLowerInvariant())),
            string.Join(", ", steps.Select(static step => step.Intent)));
    }

    [Theory]
    [InlineData("export", "export")]
    [InlineData("please export it in 4K, thanks", "export")]
    [InlineData("could you render the video in low quality?", "export")]
    [InlineData("帮我导出高清视频", "export")]
    [InlineData("add a title, then export it in 1080p", "edit+export")]
    [InlineData("can you trim the pauses and export it?", "edit+export")]
    [InlineData("download the finished video to ./out", "download")]
    [InlineData("把做好的视频发给我", "download")]
    [InlineData("can you upload ./clip.mp4?", "upload")]
    [InlineData("abort the running export, please", "cancel")]
    [InlineData("stop all renders now, please", "cancel")]
    [InlineData("停止当前导出", "cancel")]
    public void Create_RequestInClosedForm_IsRun(string request, string intents)
    {
        var steps = RequestParser.Parse(request);

        Assert.Equal(intents, string.Join("+", steps.Select(static step => step.Intent)), ignoreCase: true);
        Assert.All(steps, static step => Assert.True(step.Choices.Count == 0 && step.Unclear == UnclearPath.None));
    }
}
