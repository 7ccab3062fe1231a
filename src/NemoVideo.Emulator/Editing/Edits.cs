namespace NemoVideo.Emulator.Editing;

/// <summary>The edits of one message, in order, and the cost of the message in credits.</summary>
internal sealed record EditPlan(IReadOnlyList<IEdit> Edits, long Cost)
{
    public bool Generates => Edits.Any(edit => edit is GenerateEdit);
}

internal interface IEdit
{
    /// <summary>The name of the tool that the agent calls.</summary>
    string Tool { get; }

    JsonObject Arguments { get; }

    /// <summary>Changes the draft, and describes the change in one sentence.</summary>
    string Apply(Draft draft);
}

internal enum CanvasShape
{
    Wide,
    Vertical,
    Square,
}

/// <summary>Changes the size or shape of the picture. Null leaves the present value.</summary>
internal sealed class CanvasEdit(int? shortSide, CanvasShape? shape) : IEdit
{
    public string Tool => "set_canvas";

    public JsonObject Arguments => new()
    {
        ["short_side"] = shortSide,
        ["shape"] = shape?.ToString().ToLower(CultureInfo.InvariantCulture),
    };

    public string Apply(Draft draft)
    {
        var side = shortSide ?? Math.Min(draft.Width, draft.Height);
        var (width, height) = (shape ?? ShapeOf(draft)) switch
        {
            CanvasShape.Vertical => (side, side * 16 / 9),
            CanvasShape.Square => (side, side),
            _ => (side * 16 / 9, side),
        };
        draft.SetCanvas(width, height);
        return $"Canvas set to {width}x{height}";
    }

    private static CanvasShape ShapeOf(Draft draft) =>
        draft.Width == draft.Height ? CanvasShape.Square
        : draft.Width < draft.Height ? CanvasShape.Vertical
        : CanvasShape.Wide;
}

/// <summary>Generates a clip. The emulator always uses the built-in clip, with the requested name.</summary>
internal sealed class GenerateEdit(string name, TimeSpan length) : IEdit
{
    /// <summary>The source of a generated segment, in place of an upload ID.</summary>
    public const string BuiltInSource = "builtin";

    public string Tool => "generate_video";
    public JsonObject Arguments => new() { ["prompt"] = name, ["duration"] = (long)length.TotalMilliseconds };

    public string Apply(Draft draft)
    {
        var start = draft.Track(TrackType.Video).Count > 0 ? draft.Length : TimeSpan.Zero;
        draft.Add(TrackType.Video, name, start: null, length, BuiltInSource);
        return $"Clip generated: {name} {AgentTextFormat.Range(start, length)}";
    }
}

/// <summary>Adds music to the entire timeline.</summary>
internal sealed class MusicEdit(string name, double volume) : IEdit
{
    private static readonly TimeSpan LengthWithoutPicture = TimeSpan.FromSeconds(10);

    public string Tool => "add_bgm";
    public JsonObject Arguments => new() { ["name"] = name, ["volume"] = volume };

    public string Apply(Draft draft)
    {
        var length = draft.Length > TimeSpan.Zero ? draft.Length : LengthWithoutPicture;
        draft.Add(TrackType.Audio, name, TimeSpan.Zero, length).Node["volume"] = volume;
        var percent = (volume * 100).ToString("0", CultureInfo.InvariantCulture);
        return $"BGM added: {name} {AgentTextFormat.Range(TimeSpan.Zero, length).Replace(")", $", {percent}%)", StringComparison.Ordinal)}";
    }
}

/// <summary>Shortens each clip by a tenth, as if pauses had been found and cut.</summary>
internal sealed class PauseEdit : IEdit
{
    private const double RemainingShare = 0.9;

    public string Tool => "trim_pauses";
    public JsonObject Arguments => new() { ["threshold_db"] = -35 };

    public string Apply(Draft draft)
    {
        var clips = draft.Track(TrackType.Video);
        if (clips.Count == 0)
        {
            return "Nothing to trim: there is no clip yet";
        }

        foreach (var clip in clips)
        {
            clip.Length = TimeSpan.FromMilliseconds(Math.Round(clip.Length.TotalMilliseconds * RemainingShare));
        }

        var length = draft.Length;
        draft.TrimOverlays(length);
        return $"Pauses trimmed: the timeline is now {AgentTextFormat.Seconds(length)}s long";
    }
}

/// <summary>Adds a title to the picture, after the existing titles.</summary>
internal sealed class TitleEdit(string text) : IEdit
{
    private static readonly TimeSpan DisplayTime = TimeSpan.FromSeconds(3);

    public string Tool => "add_title";
    public JsonObject Arguments => new() { ["text"] = text, ["duration"] = (long)DisplayTime.TotalMilliseconds };

    public string Apply(Draft draft)
    {
        var total = draft.Length > TimeSpan.Zero ? draft.Length : DisplayTime;
        var length = total < DisplayTime ? total : DisplayTime;
        var start = draft.Track(TrackType.Text).Select(title => title.Start + title.Length).DefaultIfEmpty().Max();

        // If the picture ends before the new title would, the title is shown at the end of the picture.
        if (start + length > total)
        {
            start = total - length;
        }

        draft.Add(TrackType.Text, text, start, length);
        return $"Title added: \"{text}\" {AgentTextFormat.Range(start, length)}";
    }
}

/// <summary>Limits the length of the timeline.</summary>
internal sealed class TrimEdit(TimeSpan maximum) : IEdit
{
    public string Tool => "trim_timeline";
    public JsonObject Arguments => new() { ["duration"] = (long)maximum.TotalMilliseconds };

    public string Apply(Draft draft)
    {
        if (draft.Length <= maximum)
        {
            return $"Nothing to trim: the timeline is {AgentTextFormat.Seconds(draft.Length)}s long";
        }

        var start = TimeSpan.Zero;
        foreach (var segment in draft.Track(TrackType.Video))
        {
            var before = segment.Length;
            segment.TrimTo(maximum, start);
            start += before;
        }

        draft.TrimOverlays(maximum);
        return $"Trimmed to {AgentTextFormat.Seconds(draft.Length)}s";
    }
}

/// <summary>Formats values for agent text.</summary>
internal static class AgentTextFormat
{
    public static string Range(TimeSpan start, TimeSpan length) => $"({Seconds(start)}-{Seconds(start + length)}s)";

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
