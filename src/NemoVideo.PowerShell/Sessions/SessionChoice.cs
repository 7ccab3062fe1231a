namespace NemoVideo.PowerShell;

/// <summary>Which session a command uses.</summary>
public enum SessionOrigin
{
    /// <summary>-Session: an ID, or a name.</summary>
    Named,

    /// <summary>The session of an input object.</summary>
    Input,

    /// <summary>The current session of the runspace.</summary>
    Current,

    /// <summary>A session that is created. It doesn't become the current one.</summary>
    New,
}

/// <summary>The session that a command works in, before it is looked up or created.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Text">Its ID or name; null for the current session.</param>
public sealed record SessionChoice(SessionOrigin Origin, string? Text = null)
{
    /// <summary>-Session, or else the current session.</summary>
    internal static SessionChoice For(string? session) =>
        string.IsNullOrEmpty(session) ? new SessionChoice(SessionOrigin.Current) : new SessionChoice(SessionOrigin.Named, session);

    /// <summary>-Session, or else the session of the input, or else, without input, the current session; null for none.</summary>
    internal static SessionChoice? ForInput(string? session, PSObject? input, bool hasInput) =>
        !hasInput || !string.IsNullOrEmpty(session) ? For(session)
        : PipedObject.SessionIdOf(input) is { Length: > 0 } id ? new SessionChoice(SessionOrigin.Input, id)
        : null;

    /// <summary>A new session for a file.</summary>
    internal static SessionChoice NewFor(string path) => new(
        SessionOrigin.New,
        Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? DisplayText.Line(name) : CommandSessions.DefaultName);
}
