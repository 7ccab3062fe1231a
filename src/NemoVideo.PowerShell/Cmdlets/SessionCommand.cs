using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that can create a session. A subclass must call ShouldProcess first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCreatingCommand : NemoCommand
{
    private protected const string DefaultSessionName = "project";

    /// <summary>The current session of the runspace on the connection; null for none. Never connects.</summary>
    private protected NemoSession? CurrentSession =>
        FindConnection() is { } connection ? RunspaceDefaults.Current.SessionOf(connection) : null;

    /// <param name="name">The name, which can be untrusted text such as a file name.</param>
    /// <param name="language">The language of the responses; null for the service's default.</param>
    /// <param name="isCurrent">Whether it becomes the current session of the runspace.</param>
    private protected NemoSession CreateSession(string name, string? language, bool isCurrent = true)
    {
        var connection = ResolveConnection();
        var session = new NemoSession(Wait(token => connection.Client.CreateSessionAsync(DisplayText.Line(name), language, token)));
        connection.Remember(session);
        if (isCurrent)
        {
            RunspaceDefaults.Current.SetSession(connection, session);
        }

        return session;
    }
}

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
        if (IsSessionNamed)
        {
            // An unset variable must not select the current session.
            ThrowIf(string.IsNullOrEmpty(Session), () => ErrorRecords.EmptyArgument(nameof(Session)));
            Session = RequireSession(Session!);
        }
    }

    /// <summary>The ID of a session. If several have the name, that is a terminating error.</summary>
    private protected string RequireSession(string text) => RunOrThrow(text, () => ResolveSession(text));

    /// <summary>The ID of -Session or of the current session; null for neither.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    private protected string? FindSessionId() => string.IsNullOrEmpty(Session) ? CurrentSession?.SessionId : ResolveSession(Session!);

    /// <summary>The ID of -Session or of the current session. Neither is a terminating error.</summary>
    private protected string RequireSessionId()
    {
        var id = FindSessionId();
        ThrowIf(id is null, ErrorRecords.NoSession);
        return id!;
    }

    /// <summary>The ID of -Session or of the current session, or else of a new session.</summary>
    private protected string EnsureSessionId() => FindSessionId() ?? CreateSession(DefaultSessionName, language: null).SessionId;
}
