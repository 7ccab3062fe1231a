using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.Client.Errors;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that work in a session: -Session, or else the current session of the runspace.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCommand : SessionCreatingCommand
{
    /// <summary>A session, a session ID or name, or an object with a SessionId. Default: the current session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SessionIdTransformation]
    [AllowNull]
    [AllowEmptyString]
    public virtual string? Session { get; set; }

    /// <summary>Whether -Session is on the command line, not only in the input.</summary>
    private protected bool IsSessionNamed { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IsSessionNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Session));
        if (!IsSessionNamed)
        {
            return;
        }

        if (string.IsNullOrEmpty(Session))
        {
            // An unset variable must not select the current session.
            ThrowTerminatingError(ErrorRecords.EmptyArgument(nameof(Session)));
        }

        Session = RequireSession(Session!);
    }

    /// <summary>The ID of a session. If several have the name, that is a terminating error.</summary>
    private protected string RequireSession(string text)
    {
        try
        {
            return ResolveSession(text);
        }
        catch (NemoException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, text));
            throw;
        }
    }

    /// <summary>The ID of -Session or of the current session; null for neither.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    private protected string? FindSessionId() => string.IsNullOrEmpty(Session) ? CurrentSession?.SessionId : ResolveSession(Session!);

    /// <summary>The ID of -Session or of the current session. Neither is a terminating error.</summary>
    private protected string RequireSessionId()
    {
        if (FindSessionId() is not { } id)
        {
            ThrowTerminatingError(ErrorRecords.NoSession());
            throw new InvalidOperationException();
        }

        return id;
    }

    /// <summary>The ID of -Session or of the current session, or else of a new session.</summary>
    private protected string EnsureSessionId() => FindSessionId() ?? CreateSession(DefaultSessionName, language: null).SessionId;
}
