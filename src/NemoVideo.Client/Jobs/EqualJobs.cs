using System.Collections.Concurrent;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>Numbers the jobs of a run that have the same hash, in the order of the input, so that each finds its own record.</summary>
internal sealed class EqualJobs(JobRecords records)
{
    private readonly Dictionary<string, Numbers> _numbers = new(StringComparer.Ordinal);

    /// <summary>The first unused number, from 1, and how many jobs with this hash had a record before this run.</summary>
    public (int Number, int Known) Next(string hash)
    {
        lock (_numbers)
        {
            var numbers = NumbersOf(hash);
            return (numbers.Used + 1, numbers.Known);
        }
    }

    /// <summary>Uses a number. Several jobs can use the same one.</summary>
    public void Use(string hash, int number)
    {
        lock (_numbers)
        {
            var numbers = NumbersOf(hash);
            if (number > numbers.Used)
            {
                (numbers.Others ??= []).Add(number);
            }

            while (numbers.Others?.Remove(numbers.Used + 1) == true)
            {
                numbers.Used++;
            }

            _numbers[KeyOf(hash)] = numbers with { Others = numbers.Others is { Count: > 0 } others ? others : null };
        }
    }

    /// <summary>Whether this run or a previous one has several jobs with this hash.</summary>
    public bool HasSeveral(string hash)
    {
        lock (_numbers)
        {
            return NumbersOf(hash).Used > 1 || records.Exists(JobIdentity.Of(hash, 2));
        }
    }

    private Numbers NumbersOf(string hash)
    {
        if (_numbers.TryGetValue(KeyOf(hash), out var numbers))
        {
            return numbers;
        }

        var known = 0;
        while (records.Exists(JobIdentity.Of(hash, known + 1)))
        {
            known++;
        }

        return new Numbers { Known = known };
    }

    /// <summary>A part of the hash is enough to tell the jobs of a run apart, and takes less memory.</summary>
    private static string KeyOf(string hash) => hash.Substring(0, 16);

    /// <summary>The numbers from 1 to <c>Used</c> are used, and the <c>Others</c>.</summary>
    private record struct Numbers(int Known, int Used, HashSet<int>? Others);
}

/// <summary>Lets the jobs of a run use a record one after the other. Equal jobs share a record if they ran alone before.</summary>
internal sealed class RecordTurns
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _ends = new(StringComparer.Ordinal);

    /// <summary>Waits until no other job of the run uses the record. Dispose the result to let the next one continue.</summary>
    /// <param name="identity">The identity of the record.</param>
    /// <param name="slot">The slot of the job, which leaves it before it waits, because the other job can need it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IDisposable> WaitAsync(string identity, JobSlot slot, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_ends.GetOrAdd(identity, end) is var current && current != end)
        {
            slot.Leave();
            await Delay.UntilAsync(current.Task, cancellationToken).ConfigureAwait(false);
        }

        return new Turn(this, identity, end);
    }

    private sealed class Turn(RecordTurns turns, string identity, TaskCompletionSource<bool> end) : IDisposable
    {
        public void Dispose()
        {
            turns._ends.TryRemove(identity, out _);
            end.TrySetResult(true);
        }
    }
}
