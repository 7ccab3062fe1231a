using System.Text.Json;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>The state of a session (protocol section 7), with everything kept as it came but for the token, which is replaced where it is repeated.</summary>
public sealed class TimelineState
{
    private static readonly string[] Edited = ["draft", "canvas_config", "video_infos", "generated_media"];

    internal TimelineState(string sessionId, string? taskId, string? name, JsonElement state, JsonElement rawState, JsonElement? draft, IReadOnlyList<Track> tracks)
    {
        SessionId = sessionId;
        TaskId = taskId;
        Name = name;
        State = state;
        RawState = rawState;
        Draft = draft;
        Tracks = tracks;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>The service's task behind the session; null where it does not say.</summary>
    public string? TaskId { get; }

    /// <summary>The session's name; null where the service does not say.</summary>
    public string? Name { get; }

    /// <summary>The whole <c>state</c> object.</summary>
    public JsonElement State { get; }

    /// <summary>The same as it came, also where it repeats the token: to be compared and sent back, and never shown.</summary>
    internal JsonElement RawState { get; }

    /// <summary>The draft that a render is made of.</summary>
    internal JsonElement? RawDraft => RawState.ObjectField("draft");

    /// <summary>The draft, whole, values as they came; null where there is none yet.</summary>
    public JsonElement? Draft { get; }

    /// <summary>The tracks of the draft in order.</summary>
    public IReadOnlyList<Track> Tracks { get; }

    /// <summary>Whether there is something to render: at least one track with a segment.</summary>
    public bool IsReady => Tracks.Any(static track => track.Segments.Count > 0);

    /// <summary>The length of the timeline: the latest end of a segment that is known; null where none is.</summary>
    public TimeSpan? Duration => Tracks.SelectMany(static track => track.Segments).Max(static segment => segment.End);

    /// <summary>The one-line summary of protocol section 7.</summary>
    public string Summary => TimelineSummary.Of(Tracks);

    /// <summary>
    /// SHA-256 of what <see cref="Matches"/> compares, the same for states that match: 64 hexadecimal digits that tell nothing else.
    /// </summary>
    public string Fingerprint => StateFingerprint.Of(Edited.Select(name => RawState.Field(name)));

    /// <summary>
    /// Whether another state of the session has the same draft, canvas, uploads and generated media. What else a service keeps
    /// in a state, such as a count of its turns, is no sign of an edit.
    /// </summary>
    public bool Matches(TimelineState other) => Edited.All(name => JsonComparison.AreEqual(RawState.Field(name), other.RawState.Field(name)));
}
