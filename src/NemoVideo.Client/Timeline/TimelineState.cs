using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>The state of a session (protocol section 7). Values are unchanged, except that the token is redacted.</summary>
public sealed class TimelineState
{
    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement.Clone();
    private static readonly string[] EditedFields = ["draft", "canvas_config", "generated_media"];

    private string? _fingerprint;

    /// <summary>
    /// Reads the data of a response. The session ID is always the requested one: another ID in a response would select the file of another
    /// session's video. The URL of an upload is null if it contains a secret.
    /// </summary>
    internal TimelineState(string sessionId, JsonElement data)
    {
        SessionId = sessionId;
        TaskId = data.Id("task_id");
        Name = data.Text("task_name") is { } name ? DraftReader.Limit(name) : null;
        State = data.ObjectField("state") ?? EmptyObject;
        Draft = State.ObjectField("draft");
        Tracks = Draft is { } draft ? DraftReader.ReadTracks(draft) : [];
        Uploads = DraftReader.ReadUploads(State);
        GeneratedMedia = State.Field("generated_media");
        Canvas = (DraftReader.ReadCanvas(Draft?.Field("m")) ?? DraftReader.ReadCanvas(State.Field("canvas_config")))?.ToString()
            ?? (State.Text("canvas_config") is { } canvas ? DraftReader.Limit(canvas) : null);
    }

    /// <summary>A timeline that was saved, to export it. It has no uploads and no generated media.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="name">The session's name; null if it is unknown.</param>
    /// <param name="draftJson">The draft as JSON. If it is null or invalid, the timeline can't be exported.</param>
    public static TimelineState FromDraft(string sessionId, string? name, string? draftJson)
    {
        var data = JsonAccess.TryParse(Encoding.UTF8.GetBytes($$$"""{"state":{"draft":{{{draftJson}}}}}"""));
        return new TimelineState(sessionId, data?.RootElement ?? EmptyObject) { Name = name };
    }

    /// <summary>The state of a session in which nothing was done.</summary>
    internal static TimelineState Empty(string sessionId) => new(sessionId, EmptyObject);

    /// <summary>The session ID.</summary>
    public string SessionId { get; }

    /// <summary>The service's task ID of the session; null if the response has none.</summary>
    public string? TaskId { get; }

    /// <summary>The session's name; null if the response has none.</summary>
    public string? Name { get; private init; }

    /// <summary>The complete <c>state</c> object.</summary>
    public JsonElement State { get; }

    /// <summary>The complete draft; null if there is none yet.</summary>
    public JsonElement? Draft { get; }

    /// <summary>The tracks of the draft in order.</summary>
    public IReadOnlyList<Track> Tracks { get; }

    /// <summary>The uploaded files (<c>video_infos</c>) in order, whether or not the timeline contains them.</summary>
    public IReadOnlyList<UploadedMedia> Uploads { get; }

    /// <summary>The media that the agent generated, in the service's undocumented format; null if there is none.</summary>
    public JsonElement? GeneratedMedia { get; }

    /// <summary>The size of the picture in pixels, such as <c>1920x1080</c>, or the service's text for it; null if it is unknown.</summary>
    public string? Canvas { get; }

    /// <summary>Whether the timeline can be rendered: at least one track has a segment.</summary>
    public bool IsReady => Tracks.Any(static track => track.Segments.Count > 0);

    /// <summary>Whether the draft isn't an object, so that the tracks are unknown.</summary>
    public bool IsUnreadable => Draft is null && State.Field("draft")?.IsEmpty() == false;

    /// <summary>Whether there is nothing to edit: no segment, no upload and no generated media.</summary>
    public bool IsEmpty => !IsReady && !IsUnreadable && Uploads.Count == 0 && GeneratedMedia?.IsEmpty() != false;

    /// <summary>The duration of the timeline: the latest known end of a segment; null if no end is known.</summary>
    public TimeSpan? Duration => Tracks.SelectMany(static track => track.Segments).Max(static segment => segment.End);

    /// <summary>The one-line summary of protocol section 7. If the timeline has no segment, the summary also lists the uploads.</summary>
    public string Summary => IsUnreadable ? "Timeline (unreadable)"
        : IsReady || Uploads.Count == 0
        ? TimelineSummary.Of(Tracks)
        : $"{TimelineSummary.Of(Tracks)}. Uploads that aren't on the timeline: {TimelineSummary.Of(Uploads)}";

    /// <summary>
    /// SHA-256 of the values that <see cref="Matches"/> compares, as 64 hexadecimal digits. It is equal for states that match.
    /// </summary>
    public string Fingerprint => _fingerprint ??= StateFingerprint.Of(EditedFields.Select(name => State.Field(name)), isLenient: true);

    /// <summary>Whether another state of the session has the same draft, canvas and generated media.</summary>
    /// <remarks>
    /// Changes in other fields, such as the number of turns, don't indicate an edit. Neither do changes in the uploads, which the service
    /// analyzes in the background, or in the queries of URLs, because the service can sign URLs anew for each response.
    /// </remarks>
    public bool Matches(TimelineState other) =>
        EditedFields.All(name => JsonComparison.AreEqual(State.Field(name), other.State.Field(name)))
        || Fingerprint == other.Fingerprint;

    /// <summary>Whether another state of the session has the same draft.</summary>
    internal bool HasDraftOf(TimelineState other) => FieldMatches("draft", other);

    /// <summary>Whether another state of the session matches and also has the same uploads, or both have nothing to edit.</summary>
    internal bool MatchesWithUploads(TimelineState other) =>
        (HasNothing && other.HasNothing) || (Matches(other) && FieldMatches("video_infos", other));

    /// <exception cref="NemoException">The timeline is unreadable.</exception>
    internal TimelineState CheckIsReadable() => !IsUnreadable ? this : throw new NemoException(
        NemoErrorKind.InvalidResponse,
        "The timeline is unreadable, because the service sent its draft in a format that this version doesn't know. Nothing was sent.",
        "Continue in the browser, or check for a newer version of the module.");

    /// <summary>Also in the uploads, whose shape isn't documented.</summary>
    private bool HasNothing => IsEmpty && State.Field("video_infos")?.IsEmpty() != false;

    private bool FieldMatches(string name, TimelineState other) =>
        JsonComparison.AreEqual(State.Field(name), other.State.Field(name)) || FingerprintOf(name) == other.FingerprintOf(name);

    private string FingerprintOf(string name) => StateFingerprint.Of([State.Field(name)], isLenient: true);
}
