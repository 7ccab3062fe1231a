using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

public sealed class StillWorkingTimerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    private readonly ManualTime _time = new();

    [Fact]
    public void IsDue_BeforeTheInterval_IsFalse()
    {
        var notice = new StillWorkingTimer(Interval, _time);

        _time.Advance(Interval - TimeSpan.FromSeconds(1));

        Assert.False(notice.IsDue());
    }

    [Fact]
    public void IsDue_AfterEachInterval_IsTrueOnce()
    {
        var notice = new StillWorkingTimer(Interval, _time);
        var results = new List<bool>();

        for (var round = 0; round < 2; round++)
        {
            _time.Advance(Interval);
            results.Add(notice.IsDue());
            results.Add(notice.IsDue());
        }

        Assert.Equal([true, false, true, false], results);
    }

    [Fact]
    public void IsDue_AfterHeartbeats_IsTrue()
    {
        var notice = new StillWorkingTimer(Interval, _time);

        _time.Advance(TimeSpan.FromMinutes(1));
        notice.Observe(new HeartbeatEvent());
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(notice.IsDue());
    }

    [Fact]
    public void IsDue_AfterEvent_RestartsInterval()
    {
        var notice = new StillWorkingTimer(Interval, _time);

        _time.Advance(TimeSpan.FromMinutes(1));
        notice.Observe(new TextEvent("Working on it."));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(notice.IsDue());
    }
}
