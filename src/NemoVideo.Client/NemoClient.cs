using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.History;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Sessions;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client;

/// <summary>
/// One connection to the NemoVideo service. Thread-safe. Every call throws a <see cref="NemoException"/> if it fails, and an
/// <see cref="OperationCanceledException"/> if the caller cancels it.
/// </summary>
public sealed class NemoClient : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly ServiceProvider _services;
    private readonly ApiTransport _transport;
    private readonly ApiOrigin _origin;
    private readonly TokenHolder _tokens = new();
    private readonly SubmittedRenders _submitted = new();
    private readonly HistoryLog _history;
    private readonly JobRunner _jobs;

    private NemoClient(NemoClientOptions options)
    {
        Limits = options.Limits;
        Skill = options.Skill ?? SkillProfile.Default;
        UsesCache = options.UseCache;
        _origin = ApiOrigin.Of(options);
        WebUrl = _origin.FindWebUrl(options);
        var redaction = new Redaction();
        var errors = new ServiceErrorFactory(WebUrl, _tokens, options.TimeProvider);
        var proxies = new ProxySelector(options.Proxy, _origin);
        var pause = new RateLimitPause(options.TimeProvider);
        _services = HttpPipeline.Build(options, _origin, proxies, _tokens, redaction, pause);
        var http = _services.GetRequiredService<IHttpClientFactory>();
        var caller = new RequestCaller(Skill, options.Observer);
        _transport = new ApiTransport(http, _origin, proxies, errors, redaction, options, caller, pause, _closed.Token);
        _tokens.Token = AccessTokenFactory.Create(options, _origin, _transport, _transport.Warn);
        Identity = ConnectionIdentity.Of(_origin.Address, Token.Owner);
        _history = new HistoryLog(options, Identity, redaction, _transport.Warn);
        _jobs = CreateJobs(new JobLogs(options), new JobCatalog(options));
    }

    private NemoClient(NemoClient connected, ClientObserver observer)
    {
        (Limits, Skill, UsesCache, WebUrl) = (connected.Limits, connected.Skill, connected.UsesCache, connected.WebUrl);
        (Identity, _origin, _tokens, _history) = (connected.Identity, connected._origin, connected._tokens, connected._history);
        (_closed, _services, _submitted) = (connected._closed, connected._services, connected._submitted);
        _transport = connected._transport.For(new RequestCaller(Skill, observer));
        _jobs = CreateJobs(connected._jobs.Services.Logs, connected._jobs.Services.Catalog);
    }

    /// <summary>The API's base URL.</summary>
    public Uri ApiUrl => _origin.Address;

    /// <summary>The base URL of the web pages.</summary>
    public Uri WebUrl { get; }

    /// <summary>The skill that requests are attributed to.</summary>
    public SkillProfile Skill { get; }

    /// <summary>The timeouts, pauses and sizes.</summary>
    public NemoLimits Limits { get; }

    /// <summary>Whether the records of runs, which prevent a second charge, are in files that other connections read.</summary>
    public bool UsesCache { get; }

    /// <summary>The source of the token.</summary>
    public TokenSource TokenSource => Token.Source;

    /// <summary>When the token expires; null if unknown.</summary>
    public DateTimeOffset? TokenExpiresAt => Token.ExpiresAt;

    /// <summary>The user ID from the token or a session; null if unknown.</summary>
    public string? UserId => _tokens.UserId;

    /// <summary>A hash of the API and the user (own token, or client ID of a free one). It is the same in every process.</summary>
    public string Identity { get; }

    /// <summary>Connects: gets a free token if needed. The service checks a user's own token in the first call.</summary>
    /// <exception cref="NemoException">The options are invalid, or the service did not grant a free token.</exception>
    public static async Task<NemoClient> ConnectAsync(NemoClientOptions options, CancellationToken cancellationToken = default)
    {
        var client = new NemoClient(options);
        try
        {
            await client.Token.GetAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            // The token request continues after a cancellation, because the service grants the next token only after seven days.
            _ = client.Token.Pending.ContinueWith(
                _ => client.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>The same connection with another observer of its calls. To dispose of either closes the connection.</summary>
    public NemoClient With(ClientObserver observer) => new(this, observer ?? throw new ArgumentNullException(nameof(observer)));

    /// <summary>Creates a session. The language of the agent is an ISO code. Default: the skill's.</summary>
    public async Task<Session> CreateSessionAsync(string name, string? language = null, CancellationToken cancellationToken = default)
    {
        var session = await Service.Sessions.CreateAsync(name, language, cancellationToken).ConfigureAwait(false);
        await _history.CreatedAsync(session).ConfigureAwait(false);
        return session;
    }

    /// <summary>Creates a link that opens a session in a browser. Each call creates a new one.</summary>
    public Task<SessionLink> CreateSessionLinkAsync(string sessionId, CancellationToken cancellationToken = default) =>
        Service.Sessions.CreateLinkAsync(sessionId, cancellationToken);

    /// <summary>Uploads a file. It is checked before anything is sent.</summary>
    public Task<UploadedMedia> UploadFileAsync(
        string sessionId, string path, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        UploadFileAsync(sessionId, MediaFile.Check(path), progress, isNewSession: false, cancellationToken);

    /// <summary>Uploads a file that was checked. If it has changed since, the upload fails and adds nothing to the session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="file">The file.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="isNewSession">Whether nothing was uploaded to the session before, so that its state needn't be read.</param>
    /// <param name="cancellationToken">Ends the upload. The service can have the file.</param>
    public async Task<UploadedMedia> UploadFileAsync(
        string sessionId, MediaFile file, IProgress<TransferProgress>? progress = null, bool isNewSession = false,
        CancellationToken cancellationToken = default)
    {
        await _history.UploadingAsync(sessionId, (file ?? throw new ArgumentNullException(nameof(file))).Path).ConfigureAwait(false);
        return await Service.Uploads.UploadFileAsync(sessionId, isNewSession, file, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads a file from a URL that the service can reach.</summary>
    /// <inheritdoc cref="UploadFileAsync(string, MediaFile, IProgress{TransferProgress}?, bool, CancellationToken)"/>
    public Task<UploadedMedia> UploadUrlAsync(
        string sessionId, Uri address, bool isNewSession = false, CancellationToken cancellationToken = default) =>
        Service.Uploads.UploadUrlAsync(sessionId, isNewSession, address, cancellationToken);

    /// <summary>
    /// The sessions and exports that this computer started for this user and API, outside of jobs. Without
    /// <see cref="NemoClientOptions.UseCache"/>, only this connection's.
    /// </summary>
    /// <exception cref="NemoException">The history can't be read.</exception>
    public NemoHistory ReadHistory() => _history.Read();

    /// <summary>
    /// Sends a message when it is enumerated. Returns events as they arrive, then a <see cref="TimelineEvent"/> if the timeline changed,
    /// and always an <see cref="EditResult"/>. Ending the enumeration ends the request.
    /// </summary>
    /// <remarks>
    /// The timeout is for the stream, without the consumer's time. Default: the connection's timeout. <paramref name="withoutMedia"/> is
    /// awaited before a message is sent to a session that has nothing to edit.
    /// </remarks>
    public async IAsyncEnumerable<AgentEvent> EditAsync(
        string sessionId, string message, TimeSpan? timeout = null, IProgress<EditPhase>? progress = null, Func<Task>? withoutMedia = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        MessageText.Check(message);
        await _history.SendingAsync(sessionId, message).ConfigureAwait(false);
        await foreach (var current in Service.Edits.RunAsync(
            sessionId, message, timeout, progress, withoutMedia, sending: null, rejected: null, cancellationToken).ConfigureAwait(false))
        {
            yield return current;
        }
    }

    /// <summary>Reads a session's timeline.</summary>
    public Task<TimelineState> GetStateAsync(string sessionId, CancellationToken cancellationToken = default) =>
        Service.States.GetAsync(sessionId, cancellationToken);

    /// <summary>The same, for a message or an export.</summary>
    /// <exception cref="NemoException"><see cref="NemoErrorKind.InvalidResponse"/>: the timeline is unreadable.</exception>
    public Task<TimelineState> GetReadableStateAsync(string sessionId, CancellationToken cancellationToken = default) =>
        Service.States.GetReadableAsync(sessionId, cancellationToken);

    /// <summary>
    /// Reads the credits for information; null if the service doesn't return them within 5 seconds. A rate limit pauses no other request.
    /// </summary>
    public Task<CreditBalance?> TryGetCreditAsync(CancellationToken cancellationToken = default) =>
        CreditBalance.TryGetAsync(_transport, cancellationToken);

    /// <summary>Reads the credits.</summary>
    public Task<CreditBalance> GetCreditAsync(CancellationToken cancellationToken = default) =>
        CreditBalance.GetAsync(_transport, cancellationToken);

    /// <summary>Starts a render of a state from <see cref="GetStateAsync"/>, which must be ready. A render costs no credits.</summary>
    public async Task<RenderJob> SubmitRenderAsync(
        TimelineState timeline, RenderOutput? output = null, CancellationToken cancellationToken = default)
    {
        output ??= new RenderOutput();
        var render = await Service.Renders.SubmitAsync(timeline, output, submitting: null, cancellationToken).ConfigureAwait(false);
        await _history.ExportedAsync(render.Id, timeline, output).ConfigureAwait(false);
        return render;
    }

    /// <summary>Reads the status of a render.</summary>
    public Task<RenderJob> GetRenderAsync(string id, CancellationToken cancellationToken = default) =>
        ReadRenderAsync(id, Service.Renders.GetAsync(id, cancellationToken));

    /// <summary>Cancels a render that isn't finished.</summary>
    public async Task CancelRenderAsync(string id, CancellationToken cancellationToken = default)
    {
        await Service.Renders.CancelAsync(id, cancellationToken).ConfigureAwait(false);
        await _history.EndedAsync(id, RenderStatus.Canceled).ConfigureAwait(false);
    }

    /// <summary>Polls a render until it is finished. Canceling the wait doesn't cancel it. The defaults are the connection's.</summary>
    public async Task<RenderJob> WaitForRenderAsync(
        string id, TimeSpan? interval = null, TimeSpan? timeout = null, IProgress<RenderJob>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var render = await ReadRenderAsync(id, Service.Renders.WaitAsync(
            id, interval ?? Limits.RenderPollInterval, timeout ?? Limits.RenderTimeout, progress, cancellationToken)).ConfigureAwait(false);
        if (render.Status != RenderStatus.Completed || Service.Renders.FindSubmitted(id) is not var (session, fingerprint))
        {
            return render;
        }

        var isOutdated = await Service.States.HasChangedAsync(session, fingerprint, cancellationToken).ConfigureAwait(false);
        return render with { IsOutdated = isOutdated };
    }

    /// <summary>Downloads a finished video and returns its path. If a file exists and isn't replaced, this is the next free name.</summary>
    public Task<string> SaveRenderAsync(
        RenderJob job, string path, bool overwrite = false, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        SaveAsync(job, new VideoFile(path, overwrite), progress, cancellationToken);

    /// <summary>Downloads a finished video to a reserved path. The names decide whether it replaces an existing file.</summary>
    public Task<string> SaveRenderAsync(
        RenderJob job, OutputFileNames names, string path, IProgress<TransferProgress>? progress, CancellationToken cancellationToken) =>
        SaveAsync(job, names.FileOf(path), progress, cancellationToken);

    /// <summary>
    /// Runs jobs concurrently, and returns updates as they happen. A job that a previous run started is resumed: a message that was sent
    /// isn't sent again, and a complete video isn't downloaded again.
    /// </summary>
    /// <param name="jobs">The jobs. They are read when a job can start, on another thread. If reading fails, the jobs that were started
    /// are completed, and then the enumeration throws the same exception.</param>
    /// <param name="options">The options. Default: those of <see cref="JobOptions"/>.</param>
    /// <param name="cancellationToken">Cancels all jobs. They can be resumed.</param>
    /// <returns>The updates of all jobs, interleaved. Ending the enumeration cancels all jobs. A failed job is a result, not an
    /// exception.</returns>
    public IAsyncEnumerable<JobUpdate> RunJobsAsync(
        IAsyncEnumerable<VideoJob> jobs, JobOptions? options = null, CancellationToken cancellationToken = default) =>
        _jobs.RunAsync(jobs, options ?? new JobOptions(), cancellationToken);

    /// <summary>Estimates what jobs would cost in a run, without sending anything.</summary>
    public JobPreview PreviewJobs(JobOptions options, CancellationToken cancellationToken = default) =>
        _jobs.Preview(options, cancellationToken);

    /// <summary>Deletes the cached free token of this user, if any. The connection can still be used.</summary>
    /// <exception cref="NemoException">The token can't be deleted.</exception>
    public void RemoveCachedToken() => Token.RemoveCached();

    /// <summary>Deletes the cached free token that a connection with these options would use, if any. Sends nothing.</summary>
    /// <exception cref="NemoException">The token can't be deleted, or the options are invalid.</exception>
    public static void RemoveCachedToken(NemoClientOptions options)
    {
        using var client = new NemoClient(options);
        client.RemoveCachedToken();
    }

    /// <summary>Closes the connection and its sockets. Calls in progress fail with <see cref="NemoErrorKind.Closed"/>.</summary>
    public void Dispose()
    {
        // Canceled, but not disposed: a call on another thread may still use it, and without a timer it needs no disposal.
        _closed.Cancel();
        _services.Dispose();
    }

    private async Task<RenderJob> ReadRenderAsync(string id, Task<RenderJob> reading)
    {
        try
        {
            var render = await reading.ConfigureAwait(false);
            await _history.EndedAsync(id, render.Status).ConfigureAwait(false);
            return render;
        }
        catch (NemoException unknown) when (unknown.Kind == NemoErrorKind.RenderNotFound)
        {
            // It isn't listed anymore.
            await _history.EndedAsync(id, RenderStatus.Failed).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string> SaveAsync(
        RenderJob job, VideoFile file, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var path = await Service.DownloadAsync(job, file, progress, cancellationToken).ConfigureAwait(false);
        await _history.SavedAsync(job.Id).ConfigureAwait(false);
        return path;
    }

    /// <summary>The operations with the skill of the connection.</summary>
    internal ServiceOperations Service => _jobs.Services.For();

    private JobRunner CreateJobs(JobLogs logs, JobCatalog catalog) => new(new JobServices(
        ApiUrl, Skill, skill => new ServiceOperations(
            _transport.For(_transport.Caller with { Skill = skill }), _origin, WebUrl, _tokens, _submitted),
        logs, catalog));

    private AccessToken Token => _tokens.Token!;
}
