using NemoVideo.Soak;

namespace NemoVideo.Client.Tests.Soaking;

/// <summary>The records of the emulator that the soak command reads.</summary>
public sealed class RequestLedgerTests
{
    private static readonly Dictionary<string, string> Attribution = new()
    {
        ["x-skill-source"] = "a",
        ["X-Skill-Version"] = "1",
        ["X-Skill-Platform"] = "unknown",
    };

    private readonly RequestLedger _ledger = new();

    [Fact]
    public void Take_OpenRequest_IsCountedOnceAfterItsEnd()
    {
        _ledger.Take([Message(1, "open"), Message(2), Message(3)]);
        Assert.Equal((0, 2), (_ledger.Cursor, _ledger.Done("message s")));

        _ledger.Take([Message(1), Message(2), Message(3)]);

        Assert.Equal((3, 3), (_ledger.Cursor, _ledger.Done("message s")));
    }

    [Fact]
    public void Take_GapInRecords_CountsMissing()
    {
        _ledger.Take([Message(1)]);
        _ledger.Take([Message(5)]);

        Assert.Equal((3, 5), (_ledger.Missing, _ledger.Cursor));
    }

    [Fact]
    public void Take_BrokenStream_CountsAsMessage()
    {
        _ledger.Take([Message(1, "aborted"), Message(2, status: 429), Message(3, "aborted", status: null)]);

        Assert.Equal((1, 1, 1, 1), (_ledger.Done("message s"), _ledger.Cut, _ledger.Rejected, _ledger.Broken));
        Assert.Equal(3, _ledger.Examples.Count);
    }

    [Fact]
    public void Take_RequestWithoutHeader_IsReportedUnlessForContentNetwork()
    {
        var bare = new Dictionary<string, string>(Attribution) { ["X-Skill-Platform"] = "" };

        _ledger.Take([Message(1) with { Headers = bare }, Message(2) with { Headers = bare, Origin = "cdn", Method = "GET", Path = "/output/out_1.mp4" }]);

        Assert.Equal((1, 1), (_ledger.WithoutAttribution, _ledger.Done("video /output/out_1.mp4")));
    }

    private static ServerRequest Message(long id, string state = "completed", int? status = 200) =>
        new(id, "api", "POST", "/run_sse", state == "open" ? null : status, state, Attribution, """{"session_id":"s"}""");
}
