using System.Collections.Concurrent;

namespace NemoVideo.Client.Timeline;

/// <summary>
/// The earlier timelines of the sessions that were edited over a connection. A read can still return one of them, because the servers of
/// the service can have different states.
/// </summary>
internal sealed class EditedTimelines(TimeProvider time)
{
    /// <summary>How long after an edit an earlier timeline is outdated. Later, someone has restored it.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(5);

    private const int MaxEarlier = 100;

    private readonly ConcurrentDictionary<string, Edited> _sessions = new(StringComparer.Ordinal);

    /// <summary>Adds an edit by the fingerprints from before and after it.</summary>
    public void Add(string sessionId, string before, string after) => _sessions.AddOrUpdate(
        sessionId,
        _ => new Edited([before], after, time.GetTimestamp()),
        (_, old) => new Edited([.. old.Earlier.Skip(old.Earlier.Count - MaxEarlier + 1), before], after, time.GetTimestamp()));

    /// <summary>Whether a state is from before the last edit. An edit can restore an earlier timeline, which is then the current one.</summary>
    public bool IsOutdated(TimelineState state) => _sessions.TryGetValue(state.SessionId, out var edited)
        && time.GetElapsedTime(edited.At) <= MaxLag
        && state.Fingerprint is var fingerprint && fingerprint != edited.Current && edited.Earlier.Contains(fingerprint);

    private sealed record Edited(IReadOnlyList<string> Earlier, string Current, long At);
}
