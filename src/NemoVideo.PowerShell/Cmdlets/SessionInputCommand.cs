using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that accept sessions from the pipeline, in any object with a SessionId.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionInputCommand : SessionCommand
{
    /// <summary>An upload, a session, an edit result, or a session ID or name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Whether there is input. If so, the current session is never used, not even for null.</summary>
    private protected bool HasInput => MyInvocation.ExpectingInput || InputObject is not null;

    /// <summary>The ID or name of the session in -Session or the input; null for none.</summary>
    private protected string? FindInputSession() => string.IsNullOrEmpty(Session) ? PipedObject.SessionIdOf(InputObject) : Session;

    /// <summary>The ID of the session in -Session or the input. False after an error: no session, or an ambiguous name.</summary>
    private protected bool TryGetInputSessionId(out string sessionId)
    {
        sessionId = "";
        if (FindInputSession() is { Length: > 0 } text)
        {
            return TryResolveSession(text, InputObject, out sessionId);
        }

        WriteError(ErrorRecords.NoSessionInInput(InputObject));
        return false;
    }

    /// <summary>The ID of a session. False after an error: several sessions have this name.</summary>
    private protected bool TryResolveSession(string text, object? target, out string sessionId)
    {
        try
        {
            sessionId = ResolveSession(text);
            return true;
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, target ?? text));
            sessionId = "";
            return false;
        }
    }
}

/// <summary>The base of the cmdlets with -Session as the first positional argument.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PositionalSessionCommand : SessionInputCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SessionIdTransformation]
    [AllowNull]
    [AllowEmptyString]
    public override string? Session
    {
        get => base.Session;
        set => base.Session = value;
    }

    /// <summary>The ID of the session in -Session or the input, or of the current session if there is no input. False after an error.</summary>
    private protected bool TryGetSessionId(out string sessionId)
    {
        if (HasInput)
        {
            return TryGetInputSessionId(out sessionId);
        }

        sessionId = RequireSessionId();
        return true;
    }
}
