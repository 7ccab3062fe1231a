using NemoVideo.Client;

namespace NemoVideo.PowerShell.Output;

/// <summary>A connection to the service. It can be handed to other runspaces with -Connection; it never shows a token.</summary>
public sealed class NemoConnection
{
    private readonly NemoClient _client;
    private volatile bool _isOpen = true;

    internal NemoConnection(NemoClient client, AccountState made)
    {
        _client = client;
        Made = made;
    }

    /// <summary>The API's base address.</summary>
    public Uri ApiUrl => _client.ApiUrl;

    /// <summary>The web pages' base address.</summary>
    public Uri WebUrl => _client.WebUrl;

    /// <summary>The name of the skill in whose name the calls are made.</summary>
    public string Skill => _client.Skill.Name;

    /// <summary>
    /// Where the token came from: <c>Given</c> (-Token), <c>Environment</c> (NEMO_TOKEN), <c>Cache</c> (a free one that was
    /// kept) or <c>Free</c> (a new one).
    /// </summary>
    public string TokenSource => _client.TokenSource.ToString();

    /// <summary>When the token ends; null where it is not known.</summary>
    public DateTimeOffset? TokenExpiresAt => _client.TokenExpiresAt;

    /// <summary>The user; null where the service has not named it yet.</summary>
    public string? UserId => _client.UserId;

    /// <summary>False after Disconnect-Nemo.</summary>
    public bool IsOpen => _isOpen;

    internal NemoClient Client => _client;

    internal AccountState Made { get; }

    internal IReadOnlyList<NemoSession> Sessions => Made.Sessions.ToList();

    internal IReadOnlyList<NemoExport> Exports => Made.Exports.ToList();

    /// <inheritdoc/>
    public override string ToString() => ApiUrl.Host;

    internal void Close()
    {
        _isOpen = false;
        _client.Dispose();
    }

    internal void Remember(NemoSession session) => Made.Sessions.Set(session.SessionId, session);

    internal void Remember(NemoExport export) => Made.Exports.Set(export.Id, export);

    /// <summary>Goes on with a session of an earlier process from here on, which a person knows by a name.</summary>
    internal void Resume(string sessionId, string name) => Made.Resumed[sessionId] = name;

    internal bool IsResumed(string sessionId) => Made.Resumed.ContainsKey(sessionId);

    internal void MarkResumable(string sessionId) => Made.Resumable[sessionId] = true;

    /// <summary>Whether a session is of a run with -Resume, found or made there.</summary>
    internal bool IsOfResumingRun(string sessionId) => IsResumed(sessionId) || Made.Resumable.ContainsKey(sessionId);

    internal NemoSession? FindSession(string id) => Made.Sessions.Find(id);

    /// <summary>What a person knows a session or an export by; null where that is not known.</summary>
    internal string? NameOf(string id) => FindSession(id)?.Name ?? (Made.Resumed.TryGetValue(id, out var name) ? name : FindExport(id)?.Name);

    internal NemoExport? FindExport(string id) => Made.Exports.Find(id);
}
