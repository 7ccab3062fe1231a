namespace NemoVideo.Emulator.Editing;

/// <summary>The track types of the draft (protocol section 7).</summary>
internal enum TrackType
{
    Video = 0,
    Audio = 1,
    Text = 7,
}

/// <summary>A draft that can be edited. Everything that isn't edited remains unchanged.</summary>
internal sealed class Draft(string text)
{
    private readonly JsonObject _root = JsonNode.Parse(text)!.AsObject();

    /// <summary>The length of the picture. Without a picture, the end of the last segment.</summary>
    public TimeSpan Length =>
        Track(TrackType.Video) is { Count: > 0 } video
            ? TimeSpan.FromTicks(video.Sum(segment => segment.Length.Ticks))
            : Segments.Select(segment => segment.End).DefaultIfEmpty().Max();

    public bool IsEmpty => !Segments.Any();
    public int Width => (int)Segment.Number(_root["m"]?["width"], 1920);
    public int Height => (int)Segment.Number(_root["m"]?["height"], 1080);
    public CanvasShape Shape => Width.CompareTo(Height) switch { 0 => CanvasShape.Square, < 0 => CanvasShape.Vertical, _ => CanvasShape.Wide };
    private IEnumerable<Segment> Segments => Enum.GetValues<TrackType>().SelectMany(Track);
    private JsonArray Tracks => _root["t"]!.AsArray();

    /// <summary>An empty draft as JSON text. Its undocumented numbers show if a client sends the draft back changed.</summary>
    public static string CreateText(string title)
    {
        var root = JsonNode.Parse("""
            {"v":"3.2","uid":18446744073709551615,"rev":9007199254740993,"fps":29.970,"eps":1.0E-7,"opt":{"snap":true,"gain":-0.0,"x":null}}
            """)!.AsObject();
        root["m"] = new JsonObject { ["title"] = title, ["width"] = 1920, ["height"] = 1080 };
        root["t"] = new JsonArray();
        return root.ToJsonString(EmulatorJson.Options);
    }

    public string ToText() => _root.ToJsonString(EmulatorJson.Options);

    /// <summary>The segments of all tracks of a type, in order.</summary>
    public IReadOnlyList<Segment> Track(TrackType type) =>
    [
        .. Tracks.Where(track => IsOf(track, type)).SelectMany(track => track!["sg"]!.AsArray()).Select(node => new Segment(node!.AsObject())),
    ];

    public TimeSpan EndOf(TrackType type) => Track(type).Select(segment => segment.End).DefaultIfEmpty().Max();

    /// <summary>Adds a segment, and its track if there is none. Video segments have no start: they follow each other.</summary>
    public Segment Add(TrackType type, string name, TimeSpan? start, TimeSpan length, string? source = null)
    {
        var track = Tracks.FirstOrDefault(candidate => IsOf(candidate, type))?.AsObject();
        if (track is null)
        {
            track = new JsonObject { ["id"] = NewId.Digits(), ["tt"] = (int)type, ["mute"] = false, ["sg"] = new JsonArray() };
            Tracks.Add(track);
        }

        var segment = Segment.Create(name, start, length, source);
        track["sg"]!.AsArray().Add(segment.Node);
        return segment;
    }

    public void SetCanvas(int width, int height)
    {
        var m = _root["m"]!.AsObject();
        m["width"] = width;
        m["height"] = height;
    }

    /// <summary>Cuts sound and titles at the end of the picture, and removes empty segments and tracks.</summary>
    public void TrimOverlays(TimeSpan end)
    {
        foreach (var segment in Track(TrackType.Audio).Concat(Track(TrackType.Text)))
        {
            segment.TrimTo(end, segment.Start);
        }

        foreach (var segment in Segments.Where(segment => segment.Length <= TimeSpan.Zero).ToList())
        {
            segment.Node.Parent!.AsArray().Remove(segment.Node);
        }

        foreach (var track in Tracks.Where(track => track!["sg"]!.AsArray().Count == 0).ToList())
        {
            Tracks.Remove(track);
        }
    }

    private static bool IsOf(JsonNode? track, TrackType type) => Segment.Number(track?["tt"], -1).Equals((int)type);
}
