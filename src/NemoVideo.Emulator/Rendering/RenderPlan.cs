using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Media;

namespace NemoVideo.Emulator.Rendering;

/// <summary>A video clip from a time in its file. One that loops is repeated until its length is reached.</summary>
internal sealed record PlannedClip(
    string Path, TimeSpan From, TimeSpan Length, bool IsStill = false, bool Loops = false, bool HasAudio = false);

/// <summary>A text that is drawn on the picture.</summary>
internal sealed record PlannedTitle(string Text, TimeSpan Start, TimeSpan Length);

/// <summary>Additional sound. The path is null if the draft has only a name; a chord is played instead.</summary>
internal sealed record PlannedSound(string? Path, TimeSpan Start, TimeSpan Length, double Volume);

/// <summary>The parts of a render, with the size of the picture in pixels.</summary>
internal sealed record RenderPlan(
    int Width, int Height, IReadOnlyList<PlannedClip> Clips, IReadOnlyList<PlannedTitle> Titles, IReadOnlyList<PlannedSound> Sounds)
{
    /// <summary>The length of the picture, or the end of sounds and titles if there is no picture.</summary>
    public TimeSpan Length => Clips.Count > 0
        ? TimeSpan.FromTicks(Clips.Sum(clip => clip.Length.Ticks))
        : Sounds.Select(sound => sound.Start + sound.Length)
            .Concat(Titles.Select(title => title.Start + title.Length)).DefaultIfEmpty().Max();
}

/// <summary>Reads the draft from a client, which can contain anything, and finds the files that it refers to.</summary>
internal sealed class RenderPlanner(SessionStore sessions, BuiltInClip builtIn)
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
                switch ((TrackType?)(int?)track.Property("tt").Number())
                {
                    case TrackType.Video:
                        clips.Add(Clip(render.SessionId, upload, Time(segment, "in") ?? TimeSpan.Zero, length));
                        break;
                    case TrackType.Audio:
                        var path = upload is null ? null : sessions.PathOf(render.SessionId, upload);
                        sounds.Add(new PlannedSound(path, start, length, Volume(segment)));
                        break;
                    case TrackType.Text when NameOf(segment) is { } text:
                        titles.Add(new PlannedTitle(text, start, length));
                        break;
                }
            }
        }

        return new RenderPlan(
            Side(canvas.Property("width").Number() ?? 1920), Side(canvas.Property("height").Number() ?? 1080), clips, titles, sounds);
    }

    private PlannedClip Clip(string sessionId, Upload? upload, TimeSpan from, TimeSpan length)
    {
        if (upload is null)
        {
            return new PlannedClip(builtIn.FilePath, from, length, Loops: true);
        }

        // A GIF is animated, and ffmpeg reads it like a clip.
        var isAnimated = upload.Kind == MediaKind.Image && Path.GetExtension(upload.StoredName) == ".gif";
        return new PlannedClip(
            sessions.PathOf(sessionId, upload),
            from,
            length,
            IsStill: upload.Kind == MediaKind.Image && !isAnimated,
            Loops: isAnimated,
            HasAudio: upload.Kind == MediaKind.Video && upload.Facts.HasAudio == true);
    }

    private static string? NameOf(JsonElement segment) =>
        segment.Property("m").Text("title") ?? segment.Property("m").Text("text") ?? segment.Text("text");

    private static double Volume(JsonElement segment) =>
        Math.Clamp(segment.Property("volume").Number() ?? segment.Property("m").Property("volume").Number() ?? 1, 0, 4);

    private static TimeSpan? Time(JsonElement segment, string name) =>
        segment.Property(name).Number() is { } milliseconds ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 3_600_000)) : null;

    // H.264 with 4:2:0 requires even numbers.
    private static int Side(double pixels) => (int)Math.Clamp(pixels, 16, 3840) / 2 * 2;
}
