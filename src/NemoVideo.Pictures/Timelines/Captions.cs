namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// Writes the texts of a timeline as captions: all of them, because a timeline doesn't tell captions from titles. For an edit, these are
/// the texts after it.
/// </summary>
internal static class Captions
{
    /// <summary>The texts in the format SubRip. It has no escapes, so an arrow replaces the characters that separate times.</summary>
    public static string DrawSubRip(TimelinePicture picture, CancellationToken cancellationToken) => Write(
        picture, "", (cue, index) => $"{(index + 1).ToString(CultureInfo.InvariantCulture)}\n{Times(cue, ',')}\n"
            + cue.Name.Replace("-->", "→"), cancellationToken);

    /// <summary>The texts in the format WebVTT.</summary>
    public static string DrawWebVtt(TimelinePicture picture, CancellationToken cancellationToken) => Write(
        picture, "WEBVTT\n\n", static (cue, _) => $"{Times(cue, '.')}\n"
            + cue.Name.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"), cancellationToken);

    /// <exception cref="NemoException">The timeline has no text.</exception>
    private static string Write(
        TimelinePicture picture, string head, Func<PictureBlock, int, string> format, CancellationToken cancellationToken)
    {
        var cues = picture.Panels[picture.Panels.Count - 1].Lanes.Where(static lane => lane.Kind == TrackKind.Text)
            .SelectMany(static lane => lane.Blocks)
            .Where(static block => block.Name.Length > 0 && Milliseconds(block.End) > Milliseconds(block.Start))
            .OrderBy(static block => block.Start).ToList();
        cancellationToken.ThrowIfCancellationRequested();
        return cues.Count > 0 ? head + string.Concat(cues.Select((cue, index) => format(cue, index) + "\n\n"))
            : throw new NemoException(
                NemoErrorKind.NotReady, "The timeline contains no text with a time, so there are no captions to write.",
                "Add a title or captions to the timeline, and try again.");
    }

    private static string Times(PictureBlock cue, char point) => $"{Time(cue.Start, point)} --> {Time(cue.End, point)}";

    /// <summary>A time of at least two digits for each part, such as <c>00:00:03.500</c>.</summary>
    private static string Time(TimeSpan time, char point)
    {
        var rounded = TimeSpan.FromMilliseconds(Milliseconds(time));
        return ((long)rounded.TotalHours).ToString("00", CultureInfo.InvariantCulture)
            + rounded.ToString($@"\:mm\:ss\{point}fff", CultureInfo.InvariantCulture);
    }

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
