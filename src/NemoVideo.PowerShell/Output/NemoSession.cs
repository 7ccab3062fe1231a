namespace NemoVideo.PowerShell.Output;

/// <summary>A session: one timeline and the conversation about it.</summary>
public sealed class NemoSession
{
    internal NemoSession(Session session) : this(session.Id, session.Name, session.TaskId, session.Language)
    {
    }

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

    /// <inheritdoc/>
    public override string ToString() => SessionId;
}
