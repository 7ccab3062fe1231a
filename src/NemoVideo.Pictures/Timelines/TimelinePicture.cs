namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// What a picture of a timeline shows: one panel for a state, or two for an edit. Each target, such as a terminal or SVG, has a renderer.
/// All texts are one line without control characters, secrets in URLs and invalid characters.
/// </summary>
public sealed record TimelinePicture
{
    private TimelinePicture(string title, string? changes, IReadOnlyList<PicturePanel> panels) =>
        (Title, Changes, Panels, Duration) = (title, changes, panels, panels.Max(static panel => panel.Duration));

    /// <summary>The name of the session, or <c>Timeline</c> if it has none.</summary>
    public string Title { get; }

    /// <summary>The changes of the edit in one line; null for a state.</summary>
    public string? Changes { get; }

    /// <summary>The panels, from top to bottom. All of them have the same scale.</summary>
    public IReadOnlyList<PicturePanel> Panels { get; }

    /// <summary>The time at the right end of the scale: the end of the longest panel.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether this is the picture of an edit, with a panel before and a panel after it.</summary>
    public bool IsEdit => Changes is not null;

    /// <summary>A line for the head of a picture: the changes of an edit, or the length and the frame size of a state.</summary>
    internal string Facts => Changes ?? string.Join(" · ", Panels[0].Facts);

    /// <summary>The kinds of tracks whose color the picture shows.</summary>
    internal IEnumerable<TrackKind> Kinds => Panels.SelectMany(static panel => panel.Lanes)
        .Where(lane => lane.Blocks.Any(block => !IsUnchanged(block))).Select(static lane => lane.Kind).Distinct();

    /// <summary>Creates the picture of a state.</summary>
    public static TimelinePicture Of(PictureSource source)
    {
        _ = source ?? throw new ArgumentNullException(nameof(source));
        return new(TitleOf(source), null, [PanelOf(null, source, PictureLane.ReadAll(source))]);
    }

    /// <summary>Creates the picture of an edit. Lanes and blocks that it changed are marked.</summary>
    /// <param name="before">The state before the edit.</param>
    /// <param name="after">The state after the edit.</param>
    /// <param name="changes">The changes in one line; empty if there are none.</param>
    public static TimelinePicture OfEdit(PictureSource before, PictureSource after, string changes)
    {
        _ = before ?? throw new ArgumentNullException(nameof(before));
        _ = after ?? throw new ArgumentNullException(nameof(after));
        var (old, now) = PictureLane.Compare(PictureLane.ReadAll(before), PictureLane.ReadAll(after));
        return new(
            TitleOf(after),
            PictureText.Of(changes ?? throw new ArgumentNullException(nameof(changes))),
            [PanelOf("Before", before, old), PanelOf("After", after, now)]);
    }

    /// <summary>Whether the picture shows a block in gray.</summary>
    internal bool HasUnchangedBlocks => Panels.SelectMany(static panel => panel.Lanes).Any(lane => lane.Blocks.Any(IsUnchanged));

    /// <summary>Whether the edit didn't change a lane.</summary>
    internal bool IsUnchanged(PictureLane lane) => IsEdit && lane.Change == LaneChange.None;

    /// <summary>Whether the picture shows a block in gray, because the edit didn't change it.</summary>
    internal bool IsUnchanged(PictureBlock block) => IsEdit && !block.IsChanged;

    private static PicturePanel PanelOf(string? caption, PictureSource source, IReadOnlyList<PictureLane> lanes) =>
        new(caption, CanvasOf(source), lanes);

    private static string TitleOf(PictureSource source) => PictureText.Of(source.Name) is { Length: > 0 } name ? name : "Timeline";

    private static string? CanvasOf(PictureSource source) => PictureText.Of(source.Canvas) is { Length: > 0 } canvas ? canvas : null;
}

/// <summary>One timeline in a picture.</summary>
/// <param name="Caption"><c>Before</c> or <c>After</c>; null for the only panel.</param>
/// <param name="Canvas">The frame size, such as <c>1920x1080</c>; null if it is unknown.</param>
/// <param name="Lanes">The lanes from top to bottom: one for each track.</param>
public sealed record PicturePanel(string? Caption, string? Canvas, IReadOnlyList<PictureLane> Lanes)
{
    /// <summary>The end of the last segment; zero if there is none.</summary>
    public TimeSpan Duration { get; } = Lanes.Count == 0 ? TimeSpan.Zero : Lanes.Max(static lane => lane.End);

    /// <summary>The number of tracks beyond this number of lanes, such as <c>and 2 more tracks</c>; null if there are none.</summary>
    internal string? Omitted(int lanes) => Lanes.Count - lanes is > 0 and var count
        ? $"and {count.ToString(CultureInfo.InvariantCulture)} more track{(count == 1 ? "" : "s")}" : null;

    /// <summary>The length and the frame size, such as <c>11s</c> and <c>1920x1080</c>; without those that are unknown.</summary>
    internal IEnumerable<string> Facts =>
        new[] { Duration > TimeSpan.Zero ? PictureRuler.Format(Duration) : null, Canvas }.OfType<string>();
}

/// <summary>A segment that the picture shows.</summary>
/// <param name="Name">Its name or text, or else the name of its track; can be empty.</param>
/// <param name="Start">Its start.</param>
/// <param name="Length">Its length.</param>
/// <param name="Volume">Its volume, 0 to 1; null if it is unknown.</param>
/// <param name="Row">Its row in the lane, from 0. Blocks that overlap have different rows.</param>
public sealed record PictureBlock(string Name, TimeSpan Start, TimeSpan Length, double? Volume, int Row)
{
    /// <summary>Its end.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>Whether the edit added, removed or changed it. False for a state.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The uploaded file that it shows; null if it is unknown.</summary>
    public PictureMedia? Media { get; init; }

    /// <summary>The time in the file at which the block begins.</summary>
    public TimeSpan MediaStart { get; init; }

    /// <summary>What a comparison of two states checks.</summary>
    internal (string, TimeSpan, TimeSpan, double?) Key => (Name, Start, Length, Volume);
}

/// <summary>An uploaded file.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Duration">Its duration; null if it is unknown.</param>
/// <param name="FrameRate">Its frames per second; null if they are unknown.</param>
public sealed record PictureMedia(string FileName, TimeSpan? Duration, double? FrameRate);
