using NemoVideo.Client.Operations;

namespace NemoVideo.PowerShell.Output;

/// <summary>A session: one timeline and the talk about it.</summary>
public sealed class NemoSession
{
    internal NemoSession(Session session)
        : this(session.Id, session.Name, session.TaskId, session.Language)
    {
    }

    internal NemoSession(string sessionId, string? name, string? taskId, string? language)
    {
        SessionId = sessionId;
        Name = name;
        TaskId = taskId;
        Language = language;
    }

    /// <summary>The session's id; binds to -Session of the other cmdlets.</summary>
    public string SessionId { get; }

    /// <summary>Its name; null where the service does not say.</summary>
    public string? Name { get; }

    /// <summary>The service's task behind it; null where it does not say.</summary>
    public string? TaskId { get; }

    /// <summary>The language of its answers as an ISO code; null where none was chosen.</summary>
    public string? Language { get; }

    /// <inheritdoc/>
    public override string ToString() => SessionId;
}
