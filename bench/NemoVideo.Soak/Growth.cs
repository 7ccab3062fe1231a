using System.Diagnostics;
using System.Globalization;

namespace NemoVideo.Soak;

/// <summary>
/// Measures a process every few seconds, and compares its second minute with the last one. The first minute is the warm-up.
/// </summary>
internal sealed class Growth(string name, int processId, Func<Task<long>> collectAsync)
{
    /// <summary>The minimum duration: a warm-up, an early and a late minute.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMinutes(3);

    /// <summary>The share by which every measure may increase.</summary>
    private const double Tolerance = 0.1;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The increase that is always allowed, because the values vary by that much. The number of connections, which are handles, and of
    /// threads depends on how many requests run at once, and so on the load of the computer.
    /// </summary>
    private static readonly (string Name, double Slack)[] Measures =
        [("working set MB", 16), ("managed MB", 4), ("handles", 60), ("threads", 32)];

    private readonly List<(TimeSpan At, double[] Values)> _samples = [];

    public async Task RunAsync(CancellationToken timeUp)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                var managed = await collectAsync();
                using var process = Process.GetProcessById(processId);
                _samples.Add((clock.Elapsed, [process.WorkingSet64 / 1e6, managed / 1e6, process.HandleCount, process.Threads.Count]));
            }
            while (await timer.WaitForNextTickAsync(timeUp));
        }
        catch (OperationCanceledException)
        {
            // The time is up.
        }
    }

    /// <summary>Writes both values of each measure.</summary>
    /// <returns>Whether one grew too much; null if the run was too short.</returns>
    public bool? Write(TextWriter output)
    {
        // The last sample is one interval before the end.
        if (_samples is not [.., var last] || last.At < MinDuration - (2 * Interval))
        {
            return null;
        }

        var grows = false;
        for (var index = 0; index < Measures.Length; index++)
        {
            var (measure, slack) = Measures[index];
            var early = Median(index, static at => at >= Minute && at < 2 * Minute);
            var late = Median(index, at => at > last.At - Minute);
            var limit = early + Math.Max(early * Tolerance, slack);
            grows |= late > limit;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(late > limit ? "LEAK" : "ok")}: {name}, {measure}: {early:0.0} -> {late:0.0} (at most {limit:0.0})"));
        }

        return grows;
    }

    private double Median(int index, Func<TimeSpan, bool> isIncluded)
    {
        var sorted = _samples.Where(sample => isIncluded(sample.At)).Select(sample => sample.Values[index]).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
