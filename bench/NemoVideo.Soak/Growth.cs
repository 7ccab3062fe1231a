namespace NemoVideo.Soak;

/// <summary>Whether a process leaks resources. For several processes, the greater value applies.</summary>
internal enum GrowthVerdict
{
    Holds,
    NotJudged,
    Grows,
}

/// <summary>
/// The medians of one measure in the second minute and in the last minute. The first minute is the warm-up. The increase is per round.
/// </summary>
internal sealed record Growth(Measure Measure, double Early, double Late, double PerRound)
{
    /// <summary>The minimum duration: a warm-up, an early and a late minute.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public bool IsTooMuch => Late > Measure.Limit(Early);

    /// <summary>Judges the samples of one process, oldest first. Returns nothing if they cover less than three minutes.</summary>
    public static IReadOnlyList<Growth> Judge(IReadOnlyList<ProcessSample> samples)
    {
        // The last sample is one interval before the end.
        if (samples is not [.., var last] || last.At < MinDuration - TimeSpan.FromSeconds(10))
        {
            return [];
        }

        var early = samples.Where(static sample => sample.At >= Minute && sample.At < 2 * Minute).ToList();
        var late = samples.Where(sample => sample.At > last.At - Minute).ToList();
        var rounds = Median(late, static sample => sample.Rounds) - Median(early, static sample => sample.Rounds);
        return [.. Measure.All.Select(measure =>
        {
            var (before, after) = (Median(early, measure.Of), Median(late, measure.Of));
            return new Growth(measure, before, after, (after - before) / Math.Max(rounds, 1));
        })];
    }

    private static double Median(IEnumerable<ProcessSample> samples, Func<ProcessSample, long> of)
    {
        var sorted = samples.Select(of).Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }
}
