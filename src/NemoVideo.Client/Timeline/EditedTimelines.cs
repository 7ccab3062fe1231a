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
    public void Add(string sessionId, string before, string after)
    {
        foreach (var old in _sessions.Where(one => IsOld(one.Value)).ToList())
        {
            _sessions.TryRemove(old.Key, out _);
        }

        _sessions.AddOrUpdate(
            sessionId,
            _ => new Edited([before], after, time.GetTimestamp()),
            (_, old) =>
            {
                List<string> earlier = [.. old.Earlier.Append(old.Current).Append(before).Distinct()];
                return new Edited([.. earlier.Skip(earlier.Count - MaxEarlier)], after, time.GetTimestamp());
            });
    }

    /// <summary>
    /// Adds edits of which another connection or a previous run made the last one at this time, unless it is too old, its time is in the
    /// future, or this connection already knows the session.
    /// </summary>
    public void TryAdd(string sessionId, IReadOnlyList<string> before, string after, DateTimeOffset at)
    {
        var age = time.GetUtcNow() - at;
        if (age >= TimeSpan.Zero && age <= MaxLag)
        {
            _sessions.TryAdd(sessionId, new Edited(before, after, time.GetTimestamp()));
        }
    }

    /// <summary>Whether a state is from before the last edit. An edit can restore an earlier timeline, which is then the current one.</summary>
    public bool IsOutdated(TimelineState state) => _sessions.TryGetValue(state.SessionId, out var edited)
        && !IsOld(edited)
        && state.Fingerprint is var fingerprint && fingerprint != edited.Current && edited.Earlier.Contains(fingerprint);

    private bool IsOld(Edited edited) => time.GetElapsedTime(edited.At) > MaxLag;

    private sealed record Edited(IReadOnlyList<string> Earlier, string Current, long At);
}
