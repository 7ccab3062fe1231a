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
    public int Width => (int)_root["m"]!["width"]!;
    public int Height => (int)_root["m"]!["height"]!;

    public CanvasShape Shape => (Width - Height) switch
    {
        0 => CanvasShape.Square,
        < 0 => CanvasShape.Vertical,
        _ => CanvasShape.Wide,
    };

    /// <summary>The properties of the whole picture: its title, size and transition.</summary>
    public JsonObject Properties => _root["m"]!.AsObject();

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
        [.. Tracks.Where(track => IsOf(track, type)).SelectMany(SegmentsOf).Select(node => new Segment(node!.AsObject()))];

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
        SegmentsOf(track).Add(segment.Node);
        return segment;
    }

    public void SetCanvas(int width, int height)
    {
        Properties["width"] = width;
        Properties["height"] = height;
    }

    /// <summary>Removes segments, and the tracks that are then empty.</summary>
    public void Remove(IReadOnlyList<Segment> segments)
    {
        foreach (var segment in segments)
        {
            segment.Node.Parent!.AsArray().Remove(segment.Node);
        }

        RemoveEmptyTracks();
    }

    /// <summary>Cuts a part off the start of the timeline. Sound and titles that start later move with the picture.</summary>
    public void CutStart(TimeSpan part)
    {
        foreach (var type in Enum.GetValues<TrackType>())
        {
            var end = TimeSpan.Zero;
            foreach (var segment in Track(type))
            {
                var start = type == TrackType.Video ? end : segment.Start;
                end = start + segment.Length;
                segment.CutStart(TimeSpan.FromTicks(Math.Clamp((part - start).Ticks, 0, segment.Length.Ticks)));
                if (type != TrackType.Video)
                {
                    segment.Start = start > part ? start - part : TimeSpan.Zero;
                }
            }
        }
    }

    /// <summary>Cuts sound and titles at the end of the picture, and removes empty segments and tracks.</summary>
    public void TrimOverlays(TimeSpan end)
    {
        foreach (var segment in Track(TrackType.Audio).Concat(Track(TrackType.Text)))
        {
            segment.TrimTo(end, segment.Start);
        }

        foreach (var track in Tracks)
        {
            SegmentsOf(track).RemoveAll(node => new Segment(node!.AsObject()).Length <= TimeSpan.Zero);
        }

        RemoveEmptyTracks();
    }

    /// <summary>The draft as one line, as in protocol section 7.</summary>
    public string Summarize()
    {
        var tracks = Enum.GetValues<TrackType>().Where(type => Track(type).Count > 0).ToList();
        var texts = tracks.Select((type, index) => $"{index + 1}. {NameOf(type)}: {string.Join(", ", Parts(type, Track(type)))}");
        return tracks.Count == 0
            ? "The timeline is empty."
            : $"Timeline ({tracks.Count} track{(tracks.Count == 1 ? "" : "s")}): {string.Join(' ', texts)}";
    }

    private void RemoveEmptyTracks() => Tracks.RemoveAll(track => SegmentsOf(track).Count == 0);

    private static JsonArray SegmentsOf(JsonNode? track) => track!["sg"]!.AsArray();

    private static bool IsOf(JsonNode? track, TrackType type) => (int)track!["tt"]! == (int)type;

    private static string NameOf(TrackType type) => type switch
    {
        TrackType.Video => "Video",
        TrackType.Audio => "BGM",
        _ => "Title",
    };

    private static IEnumerable<string> Parts(TrackType type, IReadOnlyList<Segment> segments)
    {
        var end = TimeSpan.Zero;
        foreach (var segment in segments)
        {
            var start = type == TrackType.Video ? end : segment.Start;
            end = start + segment.Length;
            var name = type == TrackType.Text ? $"\"{segment.Name}\"" : segment.Name;
            yield return $"{name} ({AgentTextFormat.Range(start, segment.Length)})";
        }
    }
}

/// <summary>One segment of a draft. Times are milliseconds in JSON.</summary>
internal sealed class Segment(JsonObject node)
{
    public JsonObject Node => node;

    public TimeSpan Length
    {
        get => TimeSpan.FromMilliseconds((long)node["d"]!);
        set => node["d"] = (long)Math.Round(value.TotalMilliseconds);
    }

    public TimeSpan Start
    {
        get => TimeSpan.FromMilliseconds((long?)node["s"] ?? 0);
        set => node["s"] = (long)value.TotalMilliseconds;
    }

    public TimeSpan End => Start + Length;

    public string Name
    {
        get => (string?)node["m"]?["title"] ?? "";
        set => node["m"]!["title"] = value;
    }

    /// <summary>The ID of an upload, or <see cref="Edit.BuiltInSource"/>.</summary>
    public string? Source => (string?)node["m"]?["src"];

    public static Segment Create(string name, TimeSpan? start, TimeSpan length, string? source)
    {
        var node = new JsonObject { ["id"] = NewId.Digits() };
        node.AddUnlessNull("s", (long?)start?.TotalMilliseconds);

        // Another undocumented value that a client must send back unchanged.
        node["rate"] = JsonNode.Parse("1.00");
        var m = new JsonObject { ["title"] = name };
        m.AddUnlessNull("src", source);
        node["m"] = m;
        return new Segment(node) { Length = length };
    }

    /// <summary>Cuts a part off the start of a clip or sound. The value <c>in</c> is the time in the source at which it begins.</summary>
    public void CutStart(TimeSpan part)
    {
        if (part > TimeSpan.Zero)
        {
            node["in"] = ((long?)node["in"] ?? 0) + (long)part.TotalMilliseconds;
            Length -= part;
        }
    }

    /// <summary>Shortens a segment that starts here so that it ends there. Its length is zero if it starts later.</summary>
    public void TrimTo(TimeSpan end, TimeSpan start) => Length = TimeSpan.FromTicks(Math.Clamp((end - start).Ticks, 0, Length.Ticks));
}
