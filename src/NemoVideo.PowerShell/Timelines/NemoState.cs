namespace NemoVideo.PowerShell.Output;

/// <summary>The timeline of a session, with its uploads and generated media.</summary>
public sealed class NemoState
{
    private readonly TimelineState _state;

    internal NemoState(TimelineState state)
    {
        _state = state;
        Tracks = new OutputList<NemoTrack>(state.Tracks.Select(static track => new NemoTrack(track)));
        Uploads = new OutputList<NemoUpload>(state.Uploads.Select(media =>
            new NemoUpload(state.SessionId, ownsSession: false, path: null, length: null, media)));
    }

    internal TimelineState Timeline => _state;

    /// <summary>The ID of the session. Binds to -Session of the other cmdlets.</summary>
    public string SessionId => _state.SessionId;

    /// <summary>The name of the session; null if the service didn't send it.</summary>
    public string? Name => UrlText.HideOrNull(_state.Name);

    /// <summary>Whether the timeline can be exported.</summary>
    public bool IsReady => _state.IsReady;

    /// <summary>The length of the timeline; null if it is unknown.</summary>
    public TimeSpan? Duration => _state.Duration;

    /// <summary>The tracks in order.</summary>
    public IReadOnlyList<NemoTrack> Tracks { get; }

    /// <summary>The uploads in order, whether or not the timeline contains them. Path and Length of each are null.</summary>
    public IReadOnlyList<NemoUpload> Uploads { get; }

    /// <summary>The media that the agent generated, as plain objects with the properties that the service sends.</summary>
    public IReadOnlyList<object> GeneratedMedia => field ??= new OutputList<object>(PlainObject.From(_state.GeneratedMedia) switch
    {
        JsonArray list => list.OfType<object>(),
        { } one => [one],
        null => [],
    });

    /// <summary>The frame size, such as <c>1920x1080</c>; null if it is unknown.</summary>
    public string? Canvas => UrlText.HideOrNull(_state.Canvas);

    /// <summary>The timeline in one line. If it is empty, the line also lists the uploads.</summary>
    public string Summary => _state.Summary;

    /// <summary>The draft as plain objects; null if there is none yet.</summary>
    public object? Draft => field ??= PlainObject.From(_state.Draft);

    /// <summary>The draft as JSON, with every value unchanged; null if there is none yet.</summary>
    public string? DraftJson => PlainObject.ToJson(_state.Draft);

    /// <inheritdoc/>
    public override string ToString() => Summary;
}

/// <summary>One track of a timeline.</summary>
public sealed class NemoTrack
{
    private readonly Track _track;

    internal NemoTrack(Track track)
    {
        _track = track;
        Segments = new OutputList<NemoSegment>(track.Segments.Select(static segment => new NemoSegment(segment)));
    }

    /// <summary>The position of the track, from 1.</summary>
    public int Number => _track.Number;

    /// <summary>The content: <c>Video</c>, <c>Audio</c>, <c>Text</c>, or <c>Other</c> for an undocumented type.</summary>
    public string Kind => _track.Kind.ToString();

    /// <summary>The service's code of the type; null if it sent none.</summary>
    public int? TypeCode => _track.TypeCode;

    /// <summary>The name of the track; null for none.</summary>
    public string? Name => UrlText.HideOrNull(_track.Name);

    /// <summary>The segments in order.</summary>
    public IReadOnlyList<NemoSegment> Segments { get; }

    /// <summary>The track in one line, such as <c>1. Video: city timelapse (0-10s)</c>.</summary>
    public string Summary => _track.ToString();

    /// <inheritdoc/>
    public override string ToString() => Summary;
}

/// <summary>One segment of a track: a clip, a piece of music or a text. Null is a value that the service didn't send.</summary>
/// <remarks>In JSON, use <c>TotalSeconds</c> of the times, because ConvertTo-Json writes all properties of a TimeSpan.</remarks>
public sealed class NemoSegment
{
    private readonly Segment _segment;

    internal NemoSegment(Segment segment) => _segment = segment;

    /// <summary>The name, or the text that is shown.</summary>
    public string? Name => UrlText.HideOrNull(_segment.Name);

    /// <summary>The start of the segment on the timeline.</summary>
    public TimeSpan? Start => _segment.Start;

    /// <summary>The length of the segment.</summary>
    public TimeSpan? Duration => _segment.Duration;

    /// <summary>The volume, 0 to 1.</summary>
    public double? Volume => _segment.Volume;

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";
}
