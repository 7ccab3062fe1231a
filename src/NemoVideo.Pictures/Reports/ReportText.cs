using NemoVideo.Pictures.Timelines;

namespace NemoVideo.Pictures.Reports;

/// <summary>Texts and numbers of a report, which are the same in every culture.</summary>
internal static class ReportText
{
    /// <summary>A text in one line, without control characters and secrets in URLs. Empty for null.</summary>
    public static string Line(string? text) => PictureText.Of(text);

    /// <summary>The same; null for a text that is missing or blank.</summary>
    public static string? LineOrNull(string? text) => Line(text) is { Length: > 0 } line ? line : null;

    /// <summary>A text whose lines remain.</summary>
    public static string Lines(string text) =>
        string.Join("\n", text.Split('\n').Select(Line)).Trim();

    /// <summary>The length of a video, such as <c>5.4s</c>, <c>1:11</c> or <c>1:02:03</c>.</summary>
    public static string Length(TimeSpan length) => Seconds(length) ?? Minutes(length);

    /// <summary>The time that work took, such as <c>7.2s</c>, <c>1m 7s</c> or <c>1h 2m</c>.</summary>
    public static string Time(TimeSpan time)
    {
        var rounded = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
        return Seconds(time) ?? (rounded < TimeSpan.FromHours(1)
            ? FormattableString.Invariant($"{rounded.Minutes}m {rounded.Seconds}s")
            : FormattableString.Invariant($"{(int)rounded.TotalHours}h {rounded.Minutes}m"));
    }

    /// <summary>A number of bytes, such as <c>1.6 MB</c>.</summary>
    public static string Size(long bytes) => ByteSize.Format(bytes, CultureInfo.InvariantCulture);

    /// <summary>A date and time, such as <c>22 November 2026, 19:12</c>.</summary>
    public static string Date(DateTimeOffset date) => date.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A number with a noun, such as <c>1 video</c>.</summary>
    public static string Count(int count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A status in words.</summary>
    public static string NameOf(JobStatus status) => status switch
    {
        JobStatus.Succeeded => "Created",
        JobStatus.AlreadyDone => "Already done",
        JobStatus.InUse => "In use",
        JobStatus.NotStarted => "Not started",
        JobStatus.AwaitingInput => "Awaiting input",
        _ => "Failed",
    };

    /// <summary>A time below one minute; null for a longer one. A time that is rounded to zero isn't shown as zero.</summary>
    private static string? Seconds(TimeSpan time) =>
        time >= TimeSpan.FromSeconds(59.95) ? null
        : time > TimeSpan.Zero && time < TimeSpan.FromSeconds(0.05) ? "<0.1s"
        : time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + "s";

    /// <summary>A time of at least one minute, to the second.</summary>
    private static string Minutes(TimeSpan time) => PictureRuler.Format(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)));
}
