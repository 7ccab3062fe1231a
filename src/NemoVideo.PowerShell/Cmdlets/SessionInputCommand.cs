using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.Client.Errors;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that take sessions from the pipeline, in whatever object they come.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionInputCommand : SessionCommand
{
    /// <summary>An upload, a session, a finished edit, or a session's id or name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Whether there is input; where there is, nothing in it stands for the current session, not even null.</summary>
    private protected bool HasInput => MyInvocation.ExpectingInput || InputObject is not null;

    /// <summary>The id or name of the session that is named, or that the input carries; null where there is neither.</summary>
    private protected string? FindInputSession() =>
        string.IsNullOrEmpty(Session) ? SessionIdTransformationAttribute.SessionIdOf(InputObject) : Session;

    /// <summary>The id of that session; false with an error where an input carries none, or a name that several have.</summary>
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

    /// <summary>The id of the session that a text names; false with an error where several have that name.</summary>
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
