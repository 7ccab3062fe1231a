namespace NemoVideo.Emulator.Rendering;

/// <summary>A clip from a time in its file. A generated clip has no file; its name selects its colors.</summary>
internal sealed record PlannedClip(string? Path, string Name, TimeSpan From, TimeSpan Length, bool HasAudio = false);

/// <summary>A text that is drawn on the picture.</summary>
internal sealed record PlannedTitle(string Text, TimeSpan Start, TimeSpan Length);

/// <summary>Additional sound. The path is null if the draft has only a name; music is generated instead.</summary>
internal sealed record PlannedSound(string? Path, string Name, TimeSpan From, TimeSpan Start, TimeSpan Length, double Volume);

/// <summary>The parts of a render, with the size of the picture in pixels.</summary>
internal sealed record RenderPlan(
    int Width, int Height, IReadOnlyList<PlannedClip> Clips, IReadOnlyList<PlannedTitle> Titles, IReadOnlyList<PlannedSound> Sounds)
{
    public const double DefaultFrameRate = 30;

    public double FrameRate { get; init; } = DefaultFrameRate;

    /// <summary>The length of the fade between two clips. Zero for none.</summary>
    public TimeSpan Transition { get; init; }

    /// <summary>Whether clips of another shape are cropped, so that they fill the picture.</summary>
    public bool Fills { get; init; }

    /// <summary>The length of the picture, or the end of sounds and titles if there is no picture.</summary>
    public TimeSpan Length => Clips.Count > 0
        ? TimeSpan.FromTicks(Clips.Sum(clip => clip.Length.Ticks))
        : Sounds.Select(sound => sound.Start + sound.Length)
            .Concat(Titles.Select(title => title.Start + title.Length)).DefaultIfEmpty().Max();
}

/// <summary>Reads the draft from a client, which can contain anything, and finds the files that it refers to.</summary>
internal sealed class RenderPlanner(SessionStore sessions)
{
    public RenderPlan Plan(Render render)
    {
        using var document = JsonDocument.Parse(render.Draft);
        var draft = document.RootElement;
        var uploads = sessions.Find(render.SessionId)?.Uploads ?? [];
        var canvas = draft.Property("m");
        var clips = new List<PlannedClip>();
        var titles = new List<PlannedTitle>();
        var sounds = new List<PlannedSound>();
        foreach (var track in draft.Property("t").Items())
        {
            var end = TimeSpan.Zero;
            foreach (var segment in track.Property("sg").Items())
            {
                var length = Time(segment, "d") ?? TimeSpan.Zero;
                var start = Time(segment, "s") ?? end;
                end = start + length;
                if (length <= TimeSpan.Zero)
                {
                    continue;
                }

                var upload = uploads.FirstOrDefault(candidate => candidate.Id == segment.Property("m").Text("src"));
                var path = upload is null ? null : sessions.PathOf(render.SessionId, upload);
                var name = NameOf(segment) ?? "";
                var from = Time(segment, "in") ?? TimeSpan.Zero;
                switch ((TrackType?)(int?)track.Property("tt").Number())
                {
                    case TrackType.Video:
                        // A picture has only one moment.
                        from = upload?.Kind == MediaKind.Image ? TimeSpan.Zero : from;
                        clips.Add(new PlannedClip(path, name, from, length, upload is { Kind: MediaKind.Video, Facts.HasAudio: true }));
                        break;
                    case TrackType.Audio:
                        sounds.Add(new PlannedSound(path, name, from, start, length, Volume(segment)));
                        break;
                    case TrackType.Text when name.Length > 0:
                        titles.Add(new PlannedTitle(name, start, length));
                        break;
                }
            }
        }

        using var options = JsonDocument.Parse(render.Output);
        var (width, height) = Resize(
            canvas.Property("width").Number() ?? 1920, canvas.Property("height").Number() ?? 1080, options.RootElement.Text("resolution"));
        return new RenderPlan(width, height, clips, titles, sounds)
        {
            FrameRate = Math.Clamp(options.RootElement.Property("fps").Number() ?? RenderPlan.DefaultFrameRate, 1, 240),
            Transition = Time(canvas, "transition") ?? TimeSpan.Zero,

            // A wide clip fills a vertical or square picture: its sides are cropped.
            Fills = width <= height,
        };
    }

    private static string? NameOf(JsonElement segment) =>
        segment.Property("m").Text("title") ?? segment.Property("m").Text("text") ?? segment.Text("text");

    private static double Volume(JsonElement segment) =>
        Math.Clamp(segment.Property("volume").Number() ?? segment.Property("m").Property("volume").Number() ?? 1, 0, 4);

    private static TimeSpan? Time(JsonElement segment, string name) =>
        segment.Property(name).Number() is { } milliseconds ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 3_600_000)) : null;

    /// <summary>Resizes the picture to a resolution such as 720p or 4K, which is the number of lines of a wide picture.</summary>
    private static (int Width, int Height) Resize(double width, double height, string? resolution)
    {
        var text = resolution?.ToUpperInvariant();
        var lines = text == "4K" ? 2160 : double.TryParse(text?.TrimEnd('P'), CultureInfo.InvariantCulture, out var number) ? number : 0;
        var scale = lines > 0 ? lines / Math.Max(1, Math.Min(width, height)) : 1;
        return (Side(width * scale), Side(height * scale));
    }

    // H.264 with 4:2:0 requires even numbers.
    private static int Side(double pixels) => (int)Math.Clamp(pixels, 16, 3840) / 2 * 2;
}
