using Microsoft.Extensions.DependencyInjection;
using NemoVideo.Client.Authentication;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Resuming;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client;

/// <summary>
/// One connection to the NemoVideo service. Safe for several threads at once. Every call throws
/// <see cref="NemoException"/> where it fails and <see cref="OperationCanceledException"/> where the caller cancels.
/// </summary>
public sealed class NemoClient : IDisposable
{
    private static readonly Uri DefaultApi = new("https://mega-api-prod.nemovideo.ai/");

    private readonly CancellationTokenSource _closed = new();
    private readonly ServiceProvider _services;
    private readonly ApiTransport _transport;
    private readonly ApiOrigin _origin;
    private readonly TokenHolder _tokens = new();
    private readonly AccessToken _token;
    private readonly Lazy<string> _identity;
    private readonly Action<string> _notice;
    private readonly OperationJournal _journal;
    private readonly StateReader _states;
    private readonly SessionOperations _sessions;
    private readonly MessageOperation _messages;
    private readonly EditOperation _edits;
    private readonly UploadOperations _uploads;
    private readonly RenderOperations _renders;
    private readonly PartialDownloads _partials;

    private NemoClient(NemoClientOptions options)
    {
        Limits = options.Limits;
        WritesJournal = options.UseCache;
        Skill = options.Skill ?? SkillProfile.Default;
        _origin = new ApiOrigin(options.ApiUrl ?? FromEnvironment("NEMO_API_URL") ?? DefaultApi);
        WebUrl = options.WebUrl ?? FromEnvironment("NEMO_WEB_URL") ?? _origin.WebPages;
        CheckWebUrl(WebUrl);
        var redaction = new Redaction();
        var errors = new ServiceErrorFactory(WebUrl, _tokens, redaction, options.TimeProvider);
        var proxies = new ProxySelector(options.Proxy, _origin);
        _services = HttpPipeline.Build(options, Skill.Attribution, _origin, proxies, _tokens, redaction);
        _transport = new ApiTransport(
            _services.GetRequiredService<IHttpClientFactory>(), _origin, proxies, errors, redaction, options.Limits, options.TimeProvider, _closed.Token);
        _notice = sentence => options.Notice?.Invoke(ControlCharacters.OneLine(redaction.OfToken(sentence)));
        _token = AccessTokenFactory.Create(options, _origin, _transport, _notice);
        _tokens.Provider = _token;
        _identity = new Lazy<string>(() => ConnectionIdentity.Of(_origin.Address, _token.Owner));
        _journal = JournalFactory.Create(options, redaction, _notice, () => Identity);
        _states = new StateReader(_transport, _tokens);
        _sessions = new SessionOperations(_transport, _states, _journal, WebUrl, _tokens);
        var sender = new MessageSender(_transport, _origin);
        _messages = new MessageOperation(sender, _journal);
        _edits = new EditOperation(sender, _states, _transport, _journal);
        _uploads = new UploadOperations(_transport, _origin, _states, _journal);
        _partials = new PartialDownloads(_journal);
        _renders = new RenderOperations(_transport, new RenderJournal(_journal));
        Earlier = new EarlierWork(_journal, _states, _transport, _edits, _renders, options, () => Identity, _notice);
    }

    /// <summary>Goes on with what an earlier process has begun.</summary>
    public EarlierWork Earlier { get; }

    /// <summary>The API's base address.</summary>
    public Uri ApiUrl => _origin.Address;

    /// <summary>The web pages' base address.</summary>
    public Uri WebUrl { get; }

    /// <summary>The skill in whose name the calls are made.</summary>
    public SkillProfile Skill { get; }

    /// <summary>The deadlines, pauses and sizes in force.</summary>
    public NemoLimits Limits { get; }

    /// <summary>Where the token came from.</summary>
    public TokenSource TokenSource => _token.Source;

    /// <summary>When the token ends; null where it is not known.</summary>
    public DateTimeOffset? TokenExpiresAt => _token.ExpiresAt;

    /// <summary>The user, as the token or a session named it; null where nothing has yet.</summary>
    public string? UserId => _tokens.UserId;

    /// <summary>
    /// Who speaks to which API: the same for the same user (token of their own, or client id of a free one) at the same API, in
    /// every process. Nothing can be read back from it.
    /// </summary>
    public string Identity => _identity.Value;

    /// <summary>Whether what is started is written down for later processes, as <see cref="NemoClientOptions.UseCache"/> says.</summary>
    public bool WritesJournal { get; }

    /// <summary>Makes a connection: sees to it that there is a token. A user's own token is checked by the first call.</summary>
    /// <exception cref="NemoException">The address is not acceptable, or no free token can be had.</exception>
    public static async Task<NemoClient> ConnectAsync(NemoClientOptions options, CancellationToken cancellationToken = default)
    {
        var client = new NemoClient(options);
        try
        {
            await client._token.GetAsync(cancellationToken).ConfigureAwait(false);

            // Settled now: until there is a token, a client id that the service refuses is replaced.
            _ = client._identity.Value;
            return client;
        }
        catch
        {
            // A token may be on its way although the caller gave up: the next one comes in seven days, so it is kept.
            _ = client._token.Pending.ContinueWith(
                static (_, state) => ((NemoClient)state!).Dispose(), client, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Makes a session: <c>POST /api/tasks/me/with-session/nemo_agent</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="language">The language of the answers as an ISO code; null leaves it to the service.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Session> CreateSessionAsync(string name, string? language = null, CancellationToken cancellationToken = default) =>
        _sessions.CreateAsync(name, language, cancellationToken);

    /// <summary>Makes a link that opens a session in a browser: <c>POST /api/auth/claim-token</c>. Each call makes a new one.</summary>
    public Task<SessionLink> CreateSessionLinkAsync(string sessionId, CancellationToken cancellationToken = default) =>
        _sessions.CreateLinkAsync(sessionId, cancellationToken);

    /// <summary>Checks whether a file can be uploaded: readable, of an accepted type, at most 500 MB. Sends nothing.</summary>
    /// <exception cref="NemoException">It cannot; the message says why.</exception>
    public static void CheckFile(string path) => MediaFile.Check(path);

    /// <summary>Uploads a file, checked before a byte is sent: type, at most 500 MB, readable.</summary>
    public Task<UploadedMedia> UploadFileAsync(
        string sessionId, string path, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        UploadFileAsync(sessionId, path, ownsSession: false, progress, cancellationToken);

    /// <summary>As the other overload, and says whose the session is.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="path">The file.</param>
    /// <param name="ownsSession">Whether the session was made for this file alone: then a resumed job finds it by the file's content.</param>
    /// <param name="progress">Told of each piece that was sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<UploadedMedia> UploadFileAsync(
        string sessionId, string path, bool ownsSession, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _uploads.UploadFileAsync(sessionId, path, ownsSession, run: null, progress, cancellationToken);

    /// <summary>As the other overload, for a session that was made for this file alone, as part of a run.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="path">The file.</param>
    /// <param name="run">The run: until it has ended, the file is no other one's that resumes.</param>
    /// <param name="progress">Told of each piece that was sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<UploadedMedia> UploadFileAsync(
        string sessionId, string path, EarlierFiles run, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _uploads.UploadFileAsync(sessionId, path, ownsSession: true, run, progress, cancellationToken);

    /// <summary>Has the service fetch a file from an address that it can reach.</summary>
    public Task<UploadedMedia> UploadUrlAsync(string sessionId, Uri address, CancellationToken cancellationToken = default) =>
        UploadUrlAsync(sessionId, address, ownsSession: false, cancellationToken);

    /// <summary>As the other overload, and says whose the session is.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="address">The file's address.</param>
    /// <param name="ownsSession">Whether the session was made for this file alone.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<UploadedMedia> UploadUrlAsync(string sessionId, Uri address, bool ownsSession, CancellationToken cancellationToken = default) =>
        _uploads.UploadUrlAsync(sessionId, address, ownsSession, cancellationToken);

    /// <summary>SHA-256 of a file's content, as the journal knows uploads by; checked as <see cref="CheckFile"/> does.</summary>
    /// <exception cref="NemoException">The file cannot be uploaded; the message says why.</exception>
    public static Task<string> HashFileAsync(string path, CancellationToken cancellationToken = default) =>
        FileHash.OfAsync(MediaFile.Check(path), cancellationToken);

    /// <summary>
    /// What this computer started for this user at this API, in any process, or in this connection alone without
    /// <see cref="NemoClientOptions.UseCache"/>.
    /// </summary>
    /// <exception cref="NemoException">The journal cannot be read.</exception>
    public Task<JournalHistory> ReadJournalAsync(CancellationToken cancellationToken = default) => _journal.ReadAsync(cancellationToken);

    /// <summary>
    /// Sends a message and gives the events of its stream as they come. Sent once, when the sequence is enumerated; ending
    /// the enumeration ends the request.
    /// </summary>
    public IAsyncEnumerable<AgentEvent> SendAsync(string sessionId, string message, CancellationToken cancellationToken = default) =>
        _messages.SendAsync(sessionId, message, cancellationToken);

    /// <summary>
    /// Sends a message as <see cref="SendAsync"/> does, and tells from the state before and after what it did: a
    /// <see cref="TimelineEvent"/> where the timeline changed, then always an <see cref="EditResult"/>.
    /// </summary>
    public IAsyncEnumerable<AgentEvent> EditAsync(string sessionId, string message, CancellationToken cancellationToken = default) =>
        EditAsync(sessionId, message, timeout: null, cancellationToken);

    /// <summary>As the other overload, with a time of its own.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">What to do, in plain words.</param>
    /// <param name="timeout">How long the stream may last, the consumer's own time apart; null: the connection's.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public IAsyncEnumerable<AgentEvent> EditAsync(string sessionId, string message, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        _edits.RunAsync(sessionId, message, timeout, cancellationToken);

    /// <summary>Reads a session's timeline.</summary>
    public async Task<TimelineState> GetStateAsync(string sessionId, CancellationToken cancellationToken = default) =>
        await _states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads the credits: <c>GET /api/credits/balance/simple</c>.</summary>
    public async Task<CreditBalance> GetCreditAsync(CancellationToken cancellationToken = default)
    {
        var data = await _transport.SendAsync(
            RequestKind.Read, HttpMethod.Get, "api/credits/balance/simple", content: null, cancellationToken).ConfigureAwait(false);
        return CreditResponse.Read(data);
    }

    /// <summary>Starts a render of a timeline, which must be ready. An export costs no credits.</summary>
    /// <param name="timeline">The state to render, as <see cref="GetStateAsync"/> gave it.</param>
    /// <param name="format">The file's format, <c>mp4</c>.</param>
    /// <param name="quality">The quality, such as <c>high</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RenderJob> SubmitRenderAsync(
        TimelineState timeline, string format = "mp4", string quality = "high", CancellationToken cancellationToken = default) =>
        _renders.SubmitAsync(timeline, format, quality, cancellationToken);

    /// <summary>Looks at a render.</summary>
    public Task<RenderJob> GetRenderAsync(string id, CancellationToken cancellationToken = default) =>
        _renders.GetAsync(id, cancellationToken);

    /// <summary>Cancels a render that is not finished.</summary>
    public Task CancelRenderAsync(string id, CancellationToken cancellationToken = default) =>
        _renders.CancelAsync(id, cancellationToken);

    /// <summary>Looks at a render again and again until it is finished. Never starts one.</summary>
    /// <param name="id">The render.</param>
    /// <param name="interval">The pause between two looks; null: the connection's.</param>
    /// <param name="timeout">How long to wait at most; null: the connection's. The render goes on.</param>
    /// <param name="progress">Told of each look.</param>
    /// <param name="cancellationToken">Ends the waiting; the render goes on.</param>
    public Task<RenderJob> WaitForRenderAsync(
        string id, TimeSpan? interval = null, TimeSpan? timeout = null, IProgress<RenderJob>? progress = null, CancellationToken cancellationToken = default) =>
        _renders.WaitAsync(id, interval ?? Limits.RenderPollInterval, timeout ?? Limits.RenderTimeout, progress, cancellationToken);

    /// <summary>Downloads a finished video. Under its final name there is the whole file or none.</summary>
    public Task SaveRenderAsync(
        RenderJob job, string path, bool overwrite = false, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new DownloadOperation(_transport, _origin, job, progress, _journal, _partials, _notice).SaveAsync(path, overwrite, cancellationToken);

    /// <summary>Deletes the free token that this computer keeps for this user; nothing where it keeps none. The connection itself goes on.</summary>
    /// <exception cref="NemoException">It cannot be deleted.</exception>
    public void RemoveCachedToken() => _token.RemoveCached();

    /// <summary>Deletes the free token that this computer keeps for the user that a connection would be made as. Sends nothing.</summary>
    /// <param name="options">What the connection would be made from.</param>
    /// <exception cref="NemoException">It cannot be deleted, or the options are not acceptable.</exception>
    public static void RemoveCachedToken(NemoClientOptions options)
    {
        using var client = new NemoClient(options);
        client.RemoveCachedToken();
    }

    /// <summary>
    /// Removes the oldest finished entries of this connection's journal if it is larger than 32 MiB and no run is resuming. Call it at the
    /// end of a run. Never fails: if the journal can't be compacted now, the next call tries again.
    /// </summary>
    public void CompactJournal() => Earlier.CompactJournal();

    /// <summary>Closes the connection: calls that are under way end as <see cref="NemoErrorKind.Closed"/>, and its sockets close.</summary>
    public void Dispose()
    {
        // Not disposed itself: a call on another thread may be about to look at it, and it holds nothing without a timer.
        _closed.Cancel();
        CompactJournal();
        _services.Dispose();
    }

    /// <summary>Links are built on it and opened in a browser.</summary>
    private static void CheckWebUrl(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp) || address.UserInfo.Length > 0)
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                "The URL of the web pages is not an http or https URL without a user name.",
                "Correct NEMO_WEB_URL, or remove it.");
        }
    }

    private static Uri? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"The environment variable {name} holds no address.",
            "Set it to an address such as https://host/, or remove it.");
}
