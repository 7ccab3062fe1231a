namespace NemoVideo.PowerShell.Output;

/// <summary>A session: one timeline and the conversation about it.</summary>
public sealed class NemoSession
{
    internal NemoSession(Session session) : this(session.Id, session.Name, session.TaskId, session.Language)
    {
    }

    internal NemoSession(SessionEntry entry) : this(entry.Id, entry.Name, entry.TaskId, entry.Language) =>
        (CreatedAt, SourcePath, FirstMessage) = (entry.CreatedAt.ToLocalTime(), entry.SourcePath, entry.Message);

    internal NemoSession(string sessionId, string? name, string? taskId, string? language)
    {
        SessionId = sessionId;
        Name = string.IsNullOrWhiteSpace(name) ? null : UrlText.HideOrNull(name);
        TaskId = taskId;
        Language = language;
    }

    /// <summary>The ID of the session. Binds to -Session of the other cmdlets.</summary>
    public string SessionId { get; }

    /// <summary>The name of the session; null if the service didn't send it.</summary>
    public string? Name { get; }

    /// <summary>The ID of the service's task for the session; null if the service didn't send it.</summary>
    public string? TaskId { get; }

    /// <summary>The language of the responses as an ISO code; null if it is unknown.</summary>
    public string? Language { get; }

    /// <summary>When this computer created the session; null if it didn't, or if the session is new.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>The full path of the first file that this computer uploaded; null for none. Only Get-NemoSession -All returns it.</summary>
    public string? SourcePath { get; }

    /// <summary>The beginning of the first message of this computer; null for none. Only Get-NemoSession -All returns it.</summary>
    public string? FirstMessage { get; }

    /// <inheritdoc/>
    public override string ToString() => SessionId;
}
