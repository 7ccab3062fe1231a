namespace NemoVideo.PowerShell.Output;

/// <summary>A connection to the service. Other runspaces can use it with -Connection. It never shows a token.</summary>
public sealed class NemoConnection
{
    private volatile bool _isOpen = true;

    internal NemoConnection(NemoClient client, AccountRegistry account, RequestLog log) => (Client, Account, Log) = (client, account, log);

    /// <summary>The base URL of the API.</summary>
    public Uri ApiUrl => Client.ApiUrl;

    /// <summary>The base URL of the web pages.</summary>
    public Uri WebUrl => Client.WebUrl;

    /// <summary>The name of the skill that requests are attributed to.</summary>
    public string Skill => Client.Skill.Name;

    /// <summary>The version of the skill, such as 1.0.0.</summary>
    public string SkillVersion => Client.Skill.Version;

    /// <summary>The platform on which the skill is installed: clawhub, cursor or unknown, or the value of SKILL_SOURCE.</summary>
    public string SkillPlatform => Client.Skill.Platform;

    /// <summary>The resolution of the skill's videos, 1080p or 4K; null if it is unknown.</summary>
    public string? Resolution => Client.Skill.Resolution;

    /// <summary>The usual time for a video, such as 30-60 seconds for a 30-second clip; null if it is unknown.</summary>
    public string? TypicalTime => Client.Skill.TypicalTime;

    /// <summary>
    /// The source of the token: <c>Given</c> (-Token), <c>Environment</c> (NEMO_TOKEN), <c>Cache</c> (a cached free token) or
    /// <c>Free</c> (a new free token).
    /// </summary>
    public string TokenSource => Client.TokenSource.ToString();

    /// <summary>The time when the token expires; null if it is unknown.</summary>
    public DateTimeOffset? TokenExpiresAt => Client.TokenExpiresAt;

    /// <summary>The ID of the user; null if the service hasn't sent it yet.</summary>
    public string? UserId => Client.UserId;

    /// <summary>False after Disconnect-Nemo.</summary>
    public bool IsOpen => _isOpen;

    internal NemoClient Client { get; }

    internal AccountRegistry Account { get; }

    /// <summary>What the client reports, until a command shows it.</summary>
    internal RequestLog Log { get; }

    internal IReadOnlyList<NemoSession> Sessions => Account.Sessions.ToList();

    internal IReadOnlyList<NemoExport> Exports => Account.Exports.ToList();

    /// <inheritdoc/>
    public override string ToString() => ApiUrl.Host;

    internal void Close()
    {
        _isOpen = false;
        Client.Dispose();
    }

    internal NemoSession Remember(NemoSession session) => Account.Sessions.Set(session.SessionId, session);

    internal NemoExport Remember(NemoExport export) => Account.Exports.Set(export.Id, export);

    internal NemoSession? FindSession(string id) => Account.Sessions.Find(id);

    internal NemoExport? FindExport(string id) => Account.Exports.Find(id);

    /// <summary>The sessions of this connection that the history doesn't contain, then those of this computer, oldest first.</summary>
    /// <param name="history">The history; null if it can't be read.</param>
    internal IReadOnlyList<NemoSession> ListSessions(NemoHistory? history)
    {
        IReadOnlyList<NemoSession> recorded = [.. (history?.Sessions ?? []).Select(static entry => new NemoSession(entry))];
        var known = new HashSet<string>(recorded.Select(static session => session.SessionId), StringComparer.Ordinal);
        return [.. Sessions.Where(session => !known.Contains(session.SessionId)), .. recorded];
    }

    /// <summary>The name of a session or an export; null if it is unknown.</summary>
    internal string? NameOf(string id) => FindSession(id)?.Name ?? FindExport(id)?.Name;
}
