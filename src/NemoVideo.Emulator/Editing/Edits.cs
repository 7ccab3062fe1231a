namespace NemoVideo.Emulator.Editing;

/// <summary>The edits of one message, in order, and the cost of the message in credits.</summary>
internal sealed record EditPlan(IReadOnlyList<Edit> Edits, long Cost, bool Generates);

internal enum CanvasShape
{
    Wide,
    Vertical,
    Square,
}

/// <summary>A call of one of the agent's tools. It changes the draft, and returns a one-sentence description of the change.</summary>
internal sealed record Edit(string Tool, JsonObject Arguments, Func<Draft, string> Apply)
{
    /// <summary>The source of a generated segment, in place of an upload ID.</summary>
    public const string BuiltInSource = "builtin";

    private const double ShareWithoutPauses = 0.9;

    private static readonly TimeSpan MusicLengthWithoutPicture = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TitleTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TransitionTime = TimeSpan.FromSeconds(0.8);

    /// <summary>Changes the size or shape of the picture. Null doesn't change the value.</summary>
    public static Edit Canvas(int? shortSide, CanvasShape? shape)
    {
        var arguments = new JsonObject { ["short_side"] = shortSide, ["shape"] = shape?.ToString().ToLowerInvariant() };
        return new Edit("set_canvas", arguments, draft =>
        {
            var side = shortSide ?? Math.Min(draft.Width, draft.Height);
            var (width, height) = (shape ?? draft.Shape) switch
            {
                CanvasShape.Vertical => (side, side * 16 / 9),
                CanvasShape.Square => (side, side),
                _ => (side * 16 / 9, side),
            };
            draft.SetCanvas(width, height);
            return $"Canvas set to {width}x{height}";
        });
    }

    /// <summary>Generates a clip: in a render, a moving background.</summary>
    public static Edit Generate(string name, TimeSpan length)
    {
        var arguments = new JsonObject { ["prompt"] = name, ["duration"] = (long)length.TotalMilliseconds };
        return new Edit("generate_video", arguments, draft =>
        {
            var start = draft.Track(TrackType.Video).Count > 0 ? draft.Length : TimeSpan.Zero;
            draft.Add(TrackType.Video, name, start: null, length, BuiltInSource);
            return $"Clip generated: {name} ({AgentTextFormat.Range(start, length)})";
        });
    }

    public static Edit Music(string name, double volume) =>
        new("add_bgm", new JsonObject { ["name"] = name, ["volume"] = volume }, draft =>
        {
            var length = draft.Length > TimeSpan.Zero ? draft.Length : MusicLengthWithoutPicture;
            draft.Add(TrackType.Audio, name, TimeSpan.Zero, length).Node["volume"] = volume;
            var percent = (volume * 100).ToString("0", CultureInfo.InvariantCulture);
            return $"BGM added: {name} ({AgentTextFormat.Range(TimeSpan.Zero, length)}, {percent}%)";
        });

    /// <summary>Shortens each clip by a tenth, as if pauses had been found and cut.</summary>
    public static Edit TrimPauses() => new("trim_pauses", new JsonObject { ["threshold_db"] = -35 }, static draft =>
    {
        var clips = draft.Track(TrackType.Video);
        if (clips.Count == 0)
        {
            return "Nothing to trim: the timeline has no clips";
        }

        foreach (var clip in clips)
        {
            clip.Length *= ShareWithoutPauses;
        }

        var length = draft.Length;
        draft.TrimOverlays(length);
        return $"Pauses trimmed: the timeline is now {AgentTextFormat.Seconds(length)}s long";
    });

    /// <summary>Adds a title to the picture, after the existing titles or at its end.</summary>
    public static Edit Title(string text) =>
        new("add_title", new JsonObject { ["text"] = text, ["duration"] = (long)TitleTime.TotalMilliseconds }, draft =>
        {
            var total = draft.Length > TimeSpan.Zero ? draft.Length : TitleTime;
            var length = total < TitleTime ? total : TitleTime;
            var start = draft.EndOf(TrackType.Text);
            start = start + length > total ? total - length : start;
            draft.Add(TrackType.Text, text, start, length);
            return $"Title added: \"{text}\" ({AgentTextFormat.Range(start, length)})";
        });

    /// <summary>Fades the clips out and in where one ends and the next begins.</summary>
    public static Edit Transition() => new("add_transition", new JsonObject { ["type"] = "fade" }, static draft =>
    {
        var count = draft.Track(TrackType.Video).Count;
        if (count < 2)
        {
            return "No transition added: it needs two clips";
        }

        draft.Properties["transition"] = (long)TransitionTime.TotalMilliseconds;
        return $"Transition added between {count} clips";
    });

    /// <summary>Changes the text of the last title in place. Without a title, adds one.</summary>
    public static Edit ChangeTitle(string text) =>
        new("change_title", new JsonObject { ["text"] = text }, draft =>
        {
            if (draft.Track(TrackType.Text) is not [.., var title])
            {
                return Title(text).Apply(draft);
            }

            var before = title.Name;
            title.Name = text;
            return $"Title changed from \"{before}\" to \"{text}\"";
        });

    /// <summary>Removes the titles or the music, or only the segments with a name.</summary>
    public static Edit Remove(TrackType type, string? name = null) =>
        new("remove_segments", new JsonObject { ["track_type"] = (int)type, ["name"] = name }, draft =>
        {
            var track = type == TrackType.Text ? "titles" : "music";
            var removed = draft.Track(type).Where(segment => name is null || segment.Name == name).ToList();
            draft.Remove(removed);
            return removed.Count == 0
                ? $"Nothing to remove: the timeline has no matching {track}"
                : $"Removed {track}: {string.Join(", ", removed.Select(segment => $"\"{segment.Name}\""))}";
        });

    /// <summary>Cuts a part off the start or the end of the timeline.</summary>
    public static Edit Cut(TimeSpan length, bool atEnd)
    {
        var arguments = new JsonObject { ["duration"] = (long)length.TotalMilliseconds, ["side"] = atEnd ? "end" : "start" };
        return new Edit("cut_timeline", arguments, draft =>
        {
            var rest = draft.Length - length;
            if (rest <= TimeSpan.Zero)
            {
                return $"Nothing to cut: the timeline is only {AgentTextFormat.Seconds(draft.Length)}s long";
            }

            if (atEnd)
            {
                return Trim(rest).Apply(draft);
            }

            draft.CutStart(length);
            draft.TrimOverlays(rest);
            return $"The first {AgentTextFormat.Seconds(length)}s were cut: the timeline is now {AgentTextFormat.Seconds(rest)}s long";
        });
    }

    public static Edit Trim(TimeSpan maximum) =>
        new("trim_timeline", new JsonObject { ["duration"] = (long)maximum.TotalMilliseconds }, draft =>
        {
            if (draft.Length <= maximum)
            {
                return $"Nothing to trim: the timeline is only {AgentTextFormat.Seconds(draft.Length)}s long";
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
        });
}

internal static class AgentTextFormat
{
    public static string Range(TimeSpan start, TimeSpan length) => $"{Seconds(start)}-{Seconds(start + length)}s";

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
