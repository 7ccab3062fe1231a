using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.Client.Errors;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that work in a session: the one that is named, else the current one of the runspace.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCommand : SessionMakingCommand
{
    /// <summary>A session, its id or its name, or anything with a SessionId; without it, the current session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SessionIdTransformation]
    [AllowNull]
    [AllowEmptyString]
    public virtual string? Session { get; set; }

    /// <summary>Whether -Session stands on the command line, and not only in an input.</summary>
    private protected bool IsSessionNamed { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IsSessionNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Session));
        if (IsSessionNamed && string.IsNullOrEmpty(Session))
        {
            // An empty variable must not send a message, or an upload, to whatever session is current.
            ThrowTerminatingError(ErrorRecords.EmptyArgument(nameof(Session)));
        }

        if (IsSessionNamed)
        {
            Session = RequireSession(Session!);
        }
    }

    /// <summary>The id of the session that a text names; ends the cmdlet where several have that name.</summary>
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

    /// <summary>The named or current session's id; null where there is neither.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    private protected string? FindSessionId() => string.IsNullOrEmpty(Session) ? CurrentSession?.SessionId : ResolveSession(Session!);

    /// <summary>The named or current session's id; an error where there is neither.</summary>
    private protected string RequireSessionId()
    {
        if (FindSessionId() is not { } id)
        {
            ThrowTerminatingError(ErrorRecords.NoSession());
            throw new InvalidOperationException();
        }

        return id;
    }

    /// <summary>The named or current session's id; a new session where there is neither.</summary>
    private protected string EnsureSessionId() => FindSessionId() ?? CreateSession(DefaultSessionName, language: null).SessionId;
}
