using System.Diagnostics;

namespace NemoVideo.Soak;

/// <summary>How long each step of a round takes.</summary>
internal sealed class StepClock
{
    private readonly List<TimeSpan> _steps = [];
    private long _begun = Stopwatch.GetTimestamp();

    public IReadOnlyList<TimeSpan> Steps => _steps;

    public void Next()
    {
        _steps.Add(Stopwatch.GetElapsedTime(_begun));
        _begun = Stopwatch.GetTimestamp();
    }
}
