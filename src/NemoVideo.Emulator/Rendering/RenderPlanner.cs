using System.Text.Json;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Media;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Rendering;

/// <summary>Reads the draft that a client sent back, whatever it made of it, and finds the files it speaks of.</summary>
internal sealed class RenderPlanner(SessionStore sessions, BuiltInClip builtIn)
{
    private const int SmallestSide = 16;
    private const int LargestSide = 3840;

    public RenderPlan Plan(RenderJob job)
    {
        using var document = JsonDocument.Parse(job.Draft);
        var draft = document.RootElement;
        var uploads = sessions.Find(job.SessionId)?.Uploads ?? [];
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
                        clips.Add(Clip(job.SessionId, upload, length));
                        break;
                    case TrackType.Audio:
                        var path = upload is null ? null : sessions.PathOf(job.SessionId, upload);
                        sounds.Add(new PlannedSound(path, start, length, Volume(segment)));
                        break;
                    case TrackType.Text when NameOf(segment) is { } text:
                        titles.Add(new PlannedTitle(text, start, length));
                        break;
                }
            }
        }

        return new RenderPlan
        {
            Width = Side(canvas.Property("width").Number() ?? 1920),
            Height = Side(canvas.Property("height").Number() ?? 1080),
            Clips = clips,
            Titles = titles,
            Sounds = sounds,
        };
    }

    private PlannedClip Clip(string sessionId, Upload? upload, TimeSpan length)
    {
        if (upload is null)
        {
            return new PlannedClip { Path = builtIn.FilePath, Length = length, Loops = true };
        }

        // A GIF moves, and ffmpeg reads it as it reads a clip.
        var moves = upload.Kind == MediaKind.Image && Path.GetExtension(upload.StoredName) == ".gif";
        return new PlannedClip
        {
            Path = sessions.PathOf(sessionId, upload),
            Length = length,
            IsStill = upload.Kind == MediaKind.Image && !moves,
            Loops = moves,
            HasAudio = upload.Kind == MediaKind.Video && upload.Facts.HasAudio == true,
        };
    }

    private static string? NameOf(JsonElement segment) =>
        segment.Property("m").Text("title") ?? segment.Property("m").Text("text") ?? segment.Text("text");

    private static double Volume(JsonElement segment) =>
        Math.Clamp(segment.Property("volume").Number() ?? segment.Property("m").Property("volume").Number() ?? 1, 0, 4);

    private static TimeSpan? Time(JsonElement segment, string name) =>
        segment.Property(name).Number() is { } milliseconds ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 3_600_000)) : null;

    // H.264 with 4:2:0 takes even sides only.
    private static int Side(double pixels) => (int)Math.Clamp(pixels, SmallestSide, LargestSide) / 2 * 2;
}
