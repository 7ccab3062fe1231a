namespace NemoVideo.Emulator.State;

/// <summary>The sessions of all users, and their browser links.</summary>
internal sealed class SessionStore
{
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromDays(7);

    private readonly DataDirectory _data;
    private readonly JsonFolder<Session> _sessions;
    private readonly JsonFolder<Claim> _claims;
    private readonly ConversationStore _conversations;
    private readonly EmulatorOptions _options;
    private int _count;

    public SessionStore(DataDirectory data, EmulatorOptions options, ConversationStore conversations)
    {
        _data = data;
        _conversations = conversations;
        _options = options;

        // Checked at the start instead of at the first upload.
        _ = data.Folder("uploads");
        _sessions = new JsonFolder<Session>(data.Folder("sessions"), session => session.SessionId);
        _claims = new JsonFolder<Claim>(data.Folder("claims"), claim => claim.Token);
        _count = _sessions.All.Select(session => session.Number).DefaultIfEmpty().Max();
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    public Session Create(string userId, string taskName)
    {
        var number = Interlocked.Increment(ref _count);
        var session = new Session(Guid.NewGuid().ToString(), NewId.Digits(), userId, taskName, number, Draft.CreateText(taskName))
        {
            CreatedAt = Now,
        };
        _sessions.TryAdd(session);
        return session;
    }

    /// <summary>The session if it exists and belongs to the user.</summary>
    public Session? Find(string sessionId, string userId) =>
        _sessions.Find(sessionId) is { } session && session.UserId == userId ? session : null;

    public Session? Find(string sessionId) => _sessions.Find(sessionId);

    /// <summary>The session that a browser link opens. Null if the link is unknown or has expired.</summary>
    public Session? FindByClaim(string token) =>
        _claims.Find(token) is { } claim && Now < claim.ExpiresAt ? Find(claim.SessionId) : null;

    /// <summary>A token for a browser link. It opens a page, but doesn't authorize API calls.</summary>
    public string CreateClaim(string sessionId)
    {
        var claim = new Claim(NewId.Prefixed("clm_"), sessionId, Now + ClaimLifetime);
        _claims.TryAdd(claim);
        return claim.Token;
    }

    public IReadOnlyList<SessionRecord> Snapshot() => [.. _sessions.All.OrderBy(session => session.Number).Select(session =>
        new SessionRecord(session.SessionId, session.TaskName, session.Uploads.Count, session.MessageCount))];

    /// <summary>All sessions, the newest first.</summary>
    public IEnumerable<Session> NewestFirst => _sessions.All.OrderByDescending(session => session.Number);

    /// <summary>Removes a session with its uploads and its conversation. Returns null if there is no such session.</summary>
    public Session? Remove(string sessionId)
    {
        var session = _sessions.Remove(sessionId);
        if (session is not null)
        {
            Directory.Delete(UploadFolder(sessionId), recursive: true);
            _conversations.Remove(sessionId);
        }

        return session;
    }

    public Session Change(string sessionId, Func<Session, Session> change) =>
        _sessions.Change(sessionId, change) ?? throw new InvalidOperationException("The session was removed.");

    /// <summary>Changes the draft, and returns the description of the change.</summary>
    public string EditDraft(string sessionId, Func<Draft, string> edit)
    {
        var summary = "";
        Change(sessionId, session =>
        {
            var draft = new Draft(session.Draft);
            summary = edit(draft);
            return session with { Draft = draft.ToText(), Replaced = [.. StillVisible(session), new(session.Draft, Now)] };
        });
        return summary;
    }

    /// <summary>The draft that the state shows. It can be an older one, see <see cref="EmulatorOptions.StateLag"/>.</summary>
    public string VisibleDraft(Session session) => StillVisible(session).FirstOrDefault()?.Draft ?? session.Draft;

    public string UploadFolder(string sessionId) => _data.Folder("uploads", sessionId);

    public string PathOf(string sessionId, Upload upload) => Path.Combine(UploadFolder(sessionId), upload.StoredName);

    private IEnumerable<ReplacedDraft> StillVisible(Session session) =>
        session.Replaced.Where(replaced => Now - replaced.At < _options.StateLag);
}
