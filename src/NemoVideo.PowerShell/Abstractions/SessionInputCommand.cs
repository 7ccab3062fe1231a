using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Abstractions;

/// <summary>The base of the cmdlets that take sessions from the pipeline, in whatever object they come.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionInputCommand : SessionCommand
{
    /// <summary>An upload, a session, a finished edit, or a session's id.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Whether there is input; where there is, nothing in it stands for the current session, not even null.</summary>
    private protected bool HasInput => MyInvocation.ExpectingInput || InputObject is not null;

    /// <summary>The session that is named, or that the input carries; null where there is neither.</summary>
    private protected string? FindInputSessionId() =>
        string.IsNullOrEmpty(Session) ? SessionIdTransformationAttribute.SessionIdOf(InputObject) : Session;

    /// <summary>As <see cref="FindInputSessionId"/>, with an error where an input carries none.</summary>
    private protected bool TryGetInputSessionId(out string sessionId)
    {
        sessionId = FindInputSessionId() ?? "";
        if (sessionId.Length == 0)
        {
            WriteError(ErrorRecords.NoSessionInInput(InputObject));
        }

        return sessionId.Length > 0;
    }
}
