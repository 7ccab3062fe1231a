using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The demo never leaves its user without a line for ten seconds.</summary>
public sealed class ProgressWriterTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly ProgressWriter _writer;

    public ProgressWriterTests() => _writer = new ProgressWriter(_output, _clock);

    public void Dispose()
    {
        _writer.Dispose();
        _output.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public void StartStep_Always_WritesTheStepAtOnce()
    {
        _writer.StartStep("Starting the emulator");

        Assert.Equal("Starting the emulator...\n", _output.ToString());
    }

    [Fact]
    public void Silence_OfTwentySeconds_WritesTheStepAtLeastEveryTenSeconds()
    {
        _writer.StartStep("Looking for PowerShell");
        _clock.Advance(seconds: 20);

        Assert.Equal(
            "Looking for PowerShell...\nStill running after 8 s: Looking for PowerShell\nStill running after 16 s: Looking for PowerShell\n",
            _output.ToString());
    }

    [Fact]
    public async Task Silence_AfterAnotherLine_StartsAgain()
    {
        _writer.StartStep("Running the job");
        _clock.Advance(seconds: 7);
        await _writer.WriteLineAsync("Connected.");
        _clock.Advance(seconds: 7);
        Assert.Equal("Running the job...\nConnected.\n", _output.ToString());

        _clock.Advance(seconds: 1);
        Assert.EndsWith("Still running after 15 s: Running the job\n", _output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A clock with one timer, which fires while the test advances the clock second by second.</summary>
    private sealed class ManualClock : TimeProvider, ITimer
    {
        private long _now;
        private long _due;
        private TimerCallback? _callback;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            Change(dueTime, period);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(dueTime, period);
            _due = _now + (long)dueTime.TotalSeconds;
            return true;
        }

        public void Advance(int seconds)
        {
            for (var i = 0; i < seconds; i++)
            {
                if (++_now >= _due)
                {
                    _callback!(null);
                }
            }
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
