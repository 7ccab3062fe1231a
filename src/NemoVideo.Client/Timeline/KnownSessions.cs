using System.Collections.Concurrent;

namespace NemoVideo.Client.Timeline;

/// <summary>The number of uploads in each session of a connection. It shows that a state lacks an upload.</summary>
internal sealed class KnownSessions
{
    private readonly ConcurrentDictionary<string, int> _uploadCounts = new(StringComparer.Ordinal);

    // False if a state still lacked an upload after the last poll. Then, uploads don't show whether a state is current.
    private volatile bool _listsUploads = true;

    /// <summary>Adds an upload to a session. The state is that from before the upload.</summary>
    public void AddUpload(TimelineState before) =>
        _uploadCounts.AddOrUpdate(before.SessionId, before.Uploads.Count + 1, (_, count) => Math.Max(count, before.Uploads.Count) + 1);

    /// <summary>Whether a state contains all uploads of its session, as far as uploads show whether it is current.</summary>
    public bool HasUploads(TimelineState state) =>
        !_listsUploads || !_uploadCounts.TryGetValue(state.SessionId, out var count) || state.Uploads.Count >= count;

    /// <summary>Takes the state of the last poll into account.</summary>
    public void AddLastPoll(TimelineState state) => _listsUploads &= HasUploads(state);
}
