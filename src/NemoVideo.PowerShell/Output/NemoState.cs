using NemoVideo.Client.Timeline;

namespace NemoVideo.PowerShell.Output;

/// <summary>The timeline of a session.</summary>
public sealed class NemoState
{
    private readonly LazyPlainObject _draft;

    internal NemoState(TimelineState state)
    {
        SessionId = state.SessionId;
        Name = state.Name;
        IsReady = state.IsReady;
        Duration = state.Duration;
        Tracks = Array.AsReadOnly(state.Tracks.Select(static track => new NemoTrack(track)).ToArray());
        Summary = state.Summary;
        _draft = new LazyPlainObject(state.Draft);
        DraftJson = PlainObject.JsonOf(state.Draft);
    }

    /// <summary>The session; binds to -Session of the other cmdlets.</summary>
    public string SessionId { get; }

    /// <summary>The session's name; null where the service does not say.</summary>
    public string? Name { get; }

    /// <summary>Whether there is something to export.</summary>
    public bool IsReady { get; }

    /// <summary>The timeline's length; null where it is not known.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>The tracks in order.</summary>
    public IReadOnlyList<NemoTrack> Tracks { get; }

    /// <summary>The timeline in one line.</summary>
    public string Summary { get; }

    /// <summary>The draft as plain objects; null where there is none yet.</summary>
    public object? Draft => _draft.Value;

    /// <summary>The draft as it came, every value untouched; null where there is none yet.</summary>
    public string? DraftJson { get; }

    /// <inheritdoc/>
    public override string ToString() => Summary;
}
