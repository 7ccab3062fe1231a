using NemoVideo.Soak;

namespace NemoVideo.Client.Tests.Soaking;

/// <summary>The soak command reports lost, duplicate and mixed-up results.</summary>
public sealed class RoundCheckTests
{
    private static readonly Round Done = new("s", "r", "/output/k.mp4", new Clip("clip.mp4", 7, "hash"), []);
    private static readonly ServerUpload Upload = new(7, "hash");
    private static readonly ServerRender Render = new("r", "k", DateTimeOffset.UnixEpoch, null, new ServerFile(7));
    private static readonly ServerHolding Right = new(new ServerSession(1, [Upload]), [Render]);

    public static TheoryData<string> Items => ["message s", "upload s", "submit r", "video /output/k.mp4"];

    [Theory]
    [MemberData(nameof(Items))]
    public void OnRecord_MissingOrDuplicate_IsReported(string item)
    {
        Assert.Null(RoundCheck.OnRecord(Done, static _ => 1, hasFaults: false));
        Assert.NotNull(RoundCheck.OnRecord(Done, what => what == item ? 0 : 1, hasFaults: false));
        Assert.NotNull(RoundCheck.OnRecord(Done, what => what == item ? 2 : 1, hasFaults: false));
    }

    [Fact]
    public void OnRecord_ResponsesLostToFaults_ReportsMessageSentTwice()
    {
        Assert.Null(RoundCheck.OnRecord(Done, static what => what[0] is 'm' ? 1 : what[0] is 'v' ? 2 : 0, hasFaults: true));
        Assert.NotNull(RoundCheck.OnRecord(Done, static what => what[0] is 'm' ? 2 : 1, hasFaults: true));
    }

    [Fact]
    public void OfHolding_Mismatch_IsReported()
    {
        Assert.Null(RoundCheck.OfHolding(Done, Right));
        Assert.All(
            new[]
            {
                null,
                Right with { Session = new ServerSession(2, [Upload]) },
                Right with { Session = new ServerSession(1, [Upload, Upload]) },
                Right with { Session = new ServerSession(1, []) },
                Right with { Session = new ServerSession(1, [new ServerUpload(7, "other")]) },
                Right with { Renders = [Render, Render] },
                Right with { Renders = [Render with { Id = "other" }] },
                Right with { Renders = [Render with { CompletedAt = null }] },
                Right with { Renders = [Render with { Error = "failed" }] },
                Right with { Renders = [Render with { File = new ServerFile(6) }] },
            },
            static holding => Assert.NotNull(RoundCheck.OfHolding(Done, holding)));
    }
}
