using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.State;

/// <summary>The sessions of all users.</summary>
internal sealed class SessionStore
{
    private readonly Lock _gate = new();
    private readonly DataDirectory _data;
    private readonly JsonFolder<Session> _sessions;
    private readonly EmulatorOptions _options;
    private int _made;

    public SessionStore(DataDirectory data, EmulatorOptions options)
    {
        _data = data;
        _options = options;
        _sessions = new JsonFolder<Session>(data.Folder("sessions"), session => session.SessionId);
        _made = _sessions.All.Select(session => session.Number).DefaultIfEmpty().Max();
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    public Session Create(string userId, string taskName, string? language)
    {
        lock (_gate)
        {
            var session = new Session
            {
                SessionId = Guid.NewGuid().ToString(),
                TaskId = NewId.Digits(),
                UserId = userId,
                TaskName = taskName,
                Language = language,
                Number = ++_made,
                Draft = Draft.CreateText(taskName),
            };
            _sessions.Save(session);
            return session;
        }
    }

    /// <summary>The session, where it is there and belongs to the user.</summary>
    public Session? Find(string sessionId, string userId) =>
        _sessions.Find(sessionId) is { } session && session.UserId == userId ? session : null;

    public Session? Find(string sessionId) => _sessions.Find(sessionId);

    public IReadOnlyList<SessionRecord> Snapshot() =>
    [
        .. _sessions.All
            .OrderBy(session => session.Number)
            .Select(session => new SessionRecord(session.SessionId, session.TaskName, session.Uploads.Count, session.MessageCount)),
    ];

    /// <summary>Forgets a session and deletes its uploads; what it was, or null where there is none.</summary>
    public Session? Remove(string sessionId)
    {
        lock (_gate)
        {
            if (_sessions.Find(sessionId) is not { } session)
            {
                return null;
            }

            _sessions.Remove(sessionId);
            Directory.Delete(UploadFolder(sessionId), recursive: true);
            return session;
        }
    }

    public Session Change(string sessionId, Func<Session, Session> change)
    {
        lock (_gate)
        {
            var session = change(_sessions.Find(sessionId) ?? throw new InvalidOperationException("The session is gone."));
            _sessions.Save(session);
            return session;
        }
    }

    /// <summary>Changes the draft, and gives back what the change has to say of itself.</summary>
    public string EditDraft(string sessionId, Func<Draft, string> edit)
    {
        var said = "";
        Change(sessionId, session =>
        {
            var draft = Draft.Parse(session.Draft);
            said = edit(draft);
            return session with { Draft = draft.ToText(), Replaced = [.. StillShown(session), new(session.Draft, Now)] };
        });
        return said;
    }

    /// <summary>The draft as the state tells it, which may lag behind.</summary>
    public string DraftShown(Session session) => StillShown(session).FirstOrDefault()?.Draft ?? session.Draft;

    /// <summary>Where the uploads of a session are stored.</summary>
    public string UploadFolder(string sessionId) => _data.Folder("uploads", sessionId);

    public string PathOf(string sessionId, Upload upload) => Path.Combine(UploadFolder(sessionId), upload.StoredName);

    private IEnumerable<ReplacedDraft> StillShown(Session session) =>
        session.Replaced.Where(replaced => Now - replaced.At < _options.StateLag);
}
