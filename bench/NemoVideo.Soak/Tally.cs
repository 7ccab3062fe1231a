using System.Collections.Concurrent;

namespace NemoVideo.Soak;

/// <summary>Counts the rounds of the client, and queues finished rounds for their check.</summary>
internal sealed class Tally
{
    private const int MaxFailures = 20;

    private readonly ConcurrentQueue<Round> _unchecked = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Lock _lock = new();
    private readonly List<Histogram> _steps = [.. Round.StepNames.Select(static _ => new Histogram())];
    private long _begun;
    private long _finished;
    private long _failed;

    public long Begun => Interlocked.Read(ref _begun);
    public long FinishedCount => Interlocked.Read(ref _finished);
    public long FailedCount => Interlocked.Read(ref _failed);

    /// <summary>The first failures.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public bool HasUnchecked => !_unchecked.IsEmpty;

    /// <summary>The durations of the steps, in the order of their names. Read them after the end of the load.</summary>
    public IReadOnlyList<Histogram> Steps => _steps;

    /// <returns>The number of the round.</returns>
    public long Begin() => Interlocked.Increment(ref _begun);

    public void Finished(Round round)
    {
        lock (_lock)
        {
            foreach (var (step, histogram) in round.Steps.Zip(_steps))
            {
                histogram.Add(step);
            }
        }

        _unchecked.Enqueue(round);
        Interlocked.Increment(ref _finished);
    }

    public void Failed(string message)
    {
        if (Interlocked.Increment(ref _failed) <= MaxFailures)
        {
            _failures.Enqueue(message);
        }
    }

    /// <summary>The rounds that were finished since the last call.</summary>
    public IReadOnlyList<Round> TakeUnchecked()
    {
        var taken = new List<Round>();
        while (_unchecked.TryDequeue(out var round))
        {
            taken.Add(round);
        }

        return taken;
    }
}
