namespace NemoVideo.Soak;

/// <summary>What one measure of one process was in the second minute and in the last one, as medians.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Early">The median of the second minute: the first one warms up.</param>
/// <param name="Late">The median of the last minute.</param>
/// <param name="PerRound">What came on top, for each round between the two.</param>
internal sealed record Growth(Measure Measure, double Early, double Late, double PerRound)
{
    /// <summary>The first minute, the second one, and a last one that is neither.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Whether it has grown by more than it may.</summary>
    public bool IsTooMuch => Late > Measure.Limit(Early);

    /// <summary>Judges each measure; nothing where the samples are of less than three minutes.</summary>
    /// <param name="samples">The samples of one process, oldest first.</param>
    public static IReadOnlyList<Growth> Judge(IReadOnlyList<ProcessSample> samples)
    {
        // The last sample comes an interval before the end.
        if (samples is not [.., var last] || last.At < Least - TimeSpan.FromSeconds(10))
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
