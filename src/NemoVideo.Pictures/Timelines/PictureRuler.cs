namespace NemoVideo.Pictures.Timelines;

/// <summary>A round time on the scale.</summary>
/// <param name="Time">The time.</param>
/// <param name="Label">The time as text, such as <c>2s</c> or <c>1:30</c>.</param>
public sealed record PictureTick(TimeSpan Time, string Label);

/// <summary>The scale of a picture, from zero to the end.</summary>
public static class PictureRuler
{
    private static readonly double[] Steps =
        [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000];

    /// <summary>
    /// Round times from zero up to the end, at most this many steps. A step is a round number of seconds, minutes or hours. A longer
    /// timeline has one tick.
    /// </summary>
    /// <param name="duration">The end of the scale.</param>
    /// <param name="maxSteps">The maximum number of steps.</param>
    public static IReadOnlyList<PictureTick> Ticks(TimeSpan duration, int maxSteps)
    {
        var step = Steps.FirstOrDefault(seconds => duration.TotalSeconds / seconds <= maxSteps);
        var count = step == 0 || duration <= TimeSpan.Zero ? 0 : (int)Math.Floor((duration.TotalSeconds / step) + 1e-9);
        return [.. Enumerable.Range(0, count + 1)
            .Select(number => TimeSpan.FromTicks((long)Math.Round(number * step * TimeSpan.TicksPerSecond)))
            .Select(time => new PictureTick(time, Label(time, duration)))];
    }

    /// <summary>A length as text: <c>1.5s</c>, <c>2:03</c> or <c>1:02:03</c>.</summary>
    public static string Format(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture) + "s" : Label(time, time);

    /// <summary>The part of the scale up to a time, 0 to 1.</summary>
    internal static double PartOf(TimeSpan time, TimeSpan duration) =>
        duration > TimeSpan.Zero ? Math.Min(Math.Max((double)time.Ticks / duration.Ticks, 0), 1) : 0;

    private static string Label(TimeSpan time, TimeSpan duration) =>
        duration < TimeSpan.FromMinutes(1) ? TimelineSummary.Seconds(time) + "s"
        : duration < TimeSpan.FromHours(1) ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : ((long)time.TotalHours).ToString(CultureInfo.InvariantCulture) + time.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture);
}
