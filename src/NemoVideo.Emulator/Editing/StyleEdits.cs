namespace NemoVideo.Emulator.Editing;

/// <summary>The color of the whole picture.</summary>
internal enum ColorLook
{
    Original,
    Warm,
    Cold,
    BlackAndWhite,
}

/// <summary>Edits of how the video looks and sounds: color, speed, transitions, volume and fades.</summary>
internal static class StyleEdits
{
    private static readonly TimeSpan TransitionTime = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan FadeTime = TimeSpan.FromSeconds(2);

    public static Edit Look(ColorLook look)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(look.ToString());
        return new("set_color", new JsonObject { ["look"] = name }, draft =>
        {
            draft.Properties["look"] = name;
            return $"Color set to {name.Replace('_', ' ')}";
        });
    }

    /// <summary>Plays all clips faster or slower. Music for the whole picture is still as long as the picture.</summary>
    public static Edit Speed(double factor) => new("set_speed", new JsonObject { ["factor"] = factor }, draft =>
    {
        var before = draft.Length;
        var clips = draft.Track(TrackType.Video);
        if (clips.Count == 0)
        {
            return "Speed not changed: the timeline has no clips";
        }

        foreach (var clip in clips)
        {
            clip.ChangeSpeed(factor);
        }

        var length = draft.Length;
        var beds = draft.Track(TrackType.Audio).Where(sound => sound.Source is null && sound.End >= before && sound.Start < length);
        foreach (var music in beds)
        {
            music.Length = length - music.Start;
        }

        draft.TrimOverlays(length);
        return $"Speed changed to {AgentTextFormat.Number(clips[0].Speed)}x: the timeline is now {AgentTextFormat.Seconds(length)}s long";
    });

    /// <summary>Plays one clip faster or slower.</summary>
    /// <param name="factor">The factor of the speed.</param>
    /// <param name="number">The number of the clip, from 1; null for the last clip.</param>
    public static Edit ClipSpeed(double factor, int? number) =>
        new("set_clip_speed", new JsonObject { ["clip"] = number, ["factor"] = factor }, draft =>
        {
            var clips = draft.Track(TrackType.Video);
            if (clips.ElementAtOrDefault((number ?? clips.Count) - 1) is not { } clip)
            {
                return $"Speed not changed: the timeline has {clips.Count} clip{(clips.Count == 1 ? "" : "s")}";
            }

            clip.ChangeSpeed(factor);
            draft.TrimOverlays(draft.Length);
            return $"Speed of {clip.Name} changed to {AgentTextFormat.Number(clip.Speed)}x";
        });

    /// <summary>Adds a crossfade between all clips, or removes it.</summary>
    public static Edit Transition(bool isAdded) =>
        new(isAdded ? "add_transition" : "remove_transition", new JsonObject { ["type"] = "crossfade" }, draft =>
        {
            var count = draft.Track(TrackType.Video).Count;
            if (!isAdded)
            {
                return draft.Properties.Remove("transition") ? "Transitions removed" : "Nothing to remove: the timeline has no transitions";
            }

            if (count < 2)
            {
                return $"No transition added: it needs two clips, and the timeline has {(count == 0 ? "none" : "one")}";
            }

            draft.Properties["transition"] = (long)TransitionTime.TotalMilliseconds;
            return $"Crossfade added between {count} clips";
        });

    public static Edit Join() => new("join_clips", [], draft => draft.Track(TrackType.Video).Count is > 1 and var count
        ? $"{count} clips joined: the timeline is {AgentTextFormat.Seconds(draft.Length)}s long"
        : "Nothing to join: the timeline has fewer than two clips");

    public static Edit CutRange(TimeSpan from, TimeSpan to) =>
        new("cut_range", new JsonObject { ["from"] = (long)from.TotalMilliseconds, ["to"] = (long)to.TotalMilliseconds }, draft =>
        {
            var end = to < draft.Length ? to : draft.Length;
            if (draft.Track(TrackType.Video).Count == 0 || from >= end || end - from >= draft.Length)
            {
                return $"Nothing was cut, because the timeline is {AgentTextFormat.Seconds(draft.Length)}s long";
            }

            draft.CutRange(from, end);
            return $"{AgentTextFormat.Range(from, end - from)} was cut: the timeline is now {AgentTextFormat.Seconds(draft.Length)}s long";
        });

    /// <summary>Sets the volume of the music, or changes it by a factor.</summary>
    public static Edit Volume(double? volume, double factor)
    {
        var arguments = new JsonObject();
        arguments.AddUnlessNull("volume", volume);
        arguments.AddUnlessNull("factor", volume is null ? factor : null);
        return ForMusic("set_volume", arguments, "Volume not changed", music =>
        {
            var changed = Math.Clamp(volume ?? (((double?)music.Node["volume"] ?? 1) * factor), 0, 1);
            music.Node["volume"] = Math.Round(changed, 3);
            return $"Music volume set to {AgentTextFormat.Number(Math.Round(changed * 100))}%";
        });
    }

    public static Edit Fade(bool atStart, bool atEnd) =>
        ForMusic("fade_music", new JsonObject { ["in"] = atStart, ["out"] = atEnd }, "Nothing to fade", music =>
        {
            var length = (long)(music.Length / 2 < FadeTime ? music.Length / 2 : FadeTime).TotalMilliseconds;
            var properties = music.Node["m"]!.AsObject();
            properties.AddUnlessNull("fade_in", atStart ? length : null);
            properties.AddUnlessNull("fade_out", atEnd ? length : null);
            return $"Music fades {(atStart && atEnd ? "in and out" : atStart ? "in" : "out")}";
        });

    /// <summary>Changes the place or the color of the last title. Without a title, adds one.</summary>
    public static Edit TitleStyleOf(TitleStyle style, string taskName)
    {
        var arguments = new JsonObject();
        style.WriteTo(arguments);
        return new Edit("style_title", arguments, draft =>
        {
            if (draft.Track(TrackType.Text) is not [.., var title])
            {
                return Edit.Title(taskName, style).Apply(draft);
            }

            style.WriteTo(title.Node["m"]!.AsObject());
            string?[] parts = [style.Place, style.Color];
            return $"Title \"{title.Name}\" changed: {string.Join(", ", parts.OfType<string>())}";
        });
    }

    private static Edit ForMusic(string tool, JsonObject arguments, string problem, Func<Segment, string> change) =>
        new(tool, arguments, draft => draft.Track(TrackType.Audio).Select(change).ToList() is [.., var last]
            ? last
            : $"{problem}: the timeline has no music");
}
