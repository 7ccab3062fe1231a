using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Resuming;

/// <summary>
/// Goes on with what an earlier process has begun: each call does what its counterpart of <see cref="NemoClient"/> does, unless the
/// journal knows that it was done. What cannot be known is said so, and never done again.
/// </summary>
public sealed class EarlierWork
{
    private readonly OperationJournal _journal;
    private readonly EarlierUploads _uploads;
    private readonly EarlierMessages _messages;
    private readonly EarlierRenders _renders;
    private readonly EarlierDownloads _downloads;
    private readonly Func<HeldFiles?> _hold;
    private readonly NemoLimits _limits;

    internal EarlierWork(
        OperationJournal journal, StateReader states, ApiTransport transport, EditOperation edits, RenderOperations renders, NemoClientOptions options, Func<string> identity, Action<string> notice)
    {
        _journal = journal;
        var home = DataLocation.Home(options.DataDirectory);
        _hold = () => options.UseCache ? new HeldFiles(JournalFactory.PathOf(home, identity(), ".held")) : null;
        _limits = transport.Limits;
        _messages = new EarlierMessages(journal, states, transport, edits, notice);
        _downloads = new EarlierDownloads(journal);
        _uploads = new EarlierUploads(journal, states, transport, _downloads);
        _renders = new EarlierRenders(journal, renders, _downloads, transport);
    }

    /// <summary>Begins a run over files; what it asks for is its own until it is disposed.</summary>
    public EarlierFiles OpenFiles() => new(_uploads, _hold(), CompactJournal);

    /// <summary>
    /// Sends a message as <see cref="NemoClient.EditAsync"/> does, unless an earlier
    /// process has: then there is only the result, with <see cref="EditResult.IsResumed"/>.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">What to do, in plain words.</param>
    /// <param name="timeout">How long the stream may last; null: the connection's.</param>
    /// <param name="progress">Told of each phase, on any thread, if the message is sent.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public IAsyncEnumerable<AgentEvent> EditAsync(
        string sessionId, string message, TimeSpan? timeout = null, IProgress<EditPhase>? progress = null,
        CancellationToken cancellationToken = default) =>
        _messages.RunAsync(sessionId, message, timeout, progress, cancellationToken);

    /// <summary>The render of a session as it is now, made after its last message; null where there is none, or none that came to anything.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="quality">The quality.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RenderJob?> FindRenderAsync(string sessionId, string format, string quality, CancellationToken cancellationToken = default) =>
        _renders.FindAsync(sessionId, format, quality, cancellationToken);

    /// <summary>The whole video of a render, where an earlier process has downloaded it to a folder and it lies there; its full path.</summary>
    /// <param name="renderId">The render.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<string?> FindVideoAsync(string renderId, string folder, CancellationToken cancellationToken = default) =>
        _downloads.FindAsync(renderId, folder, cancellationToken);

    /// <summary>
    /// Waits for a render as <see cref="NemoClient.WaitForRenderAsync"/> does. One that the service knows of no longer is
    /// <see cref="RenderJob.IsForgotten"/> where its video was found, and else an error that says where the video is.
    /// </summary>
    /// <param name="id">The render.</param>
    /// <param name="video">Its video as <see cref="FindVideoAsync"/> has found it; null where it has not.</param>
    /// <param name="interval">The pause between two looks; null: the connection's.</param>
    /// <param name="timeout">How long to wait at most; null: the connection's.</param>
    /// <param name="progress">Told of each look.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RenderJob> WaitForRenderAsync(
        string id, string? video, TimeSpan? interval = null, TimeSpan? timeout = null, IProgress<RenderJob>? progress = null, CancellationToken cancellationToken = default) =>
        _renders.WaitAsync(id, video, interval ?? _limits.RenderPollInterval, timeout ?? _limits.RenderTimeout, progress, cancellationToken);

    /// <summary>Compacts the journal, if it is too large, at the end of a run. While another run is at work on a file, it may still look up what would be dropped.</summary>
    public void CompactJournal() => _journal.CompactAsync(() => _hold()?.IsAnyHeld() ?? false).GetAwaiter().GetResult();
}
