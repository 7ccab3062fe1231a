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

    /// <summary>The ID of the session in -Session or the input; null after an error: no session, or an ambiguous name.</summary>
    private protected string? GetInputSessionId()
    {
        if (FindInputSession() is { Length: > 0 } text)
        {
            return TryResolveSession(text, InputObject);
        }

        WriteError(ErrorRecords.NoSessionInInput(InputObject));
        return null;
    }

    /// <summary>The ID of a session; null after an error: several sessions have this name.</summary>
    private protected string? TryResolveSession(string text, object? target)
    {
        try
        {
            return ResolveSession(text);
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, target ?? text));
            return null;
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

    /// <summary>The ID of the session in -Session or the input, or else of the current session; null after an error.</summary>
    private protected string? GetSessionId() => HasInput ? GetInputSessionId() : RequireSessionId();
}
