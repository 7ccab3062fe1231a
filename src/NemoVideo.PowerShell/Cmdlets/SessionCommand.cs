using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that can create a session. A subclass must call ShouldProcess first.</summary>
public abstract class SessionCreatingCommand : NemoCommand
{
    internal const string DefaultSessionName = "project";

    /// <summary>The current session of the runspace on the connection; null for none. Never connects.</summary>
    private protected NemoSession? CurrentSession =>
        FindConnection() is { } connection ? RunspaceDefaults.Current.SessionOf(connection) : null;

    /// <summary>Creates a session, which becomes the current session if <paramref name="isCurrent"/> is true.</summary>
    internal NemoSession CreateSession(string name, string? language, bool isCurrent = true)
    {
        var connection = ResolveConnection();
        var created = Wait(token => connection.Client.CreateSessionAsync(DisplayText.Line(name), language, token));
        var session = new NemoSession(created);
        connection.Remember(session);
        if (isCurrent)
        {
            RunspaceDefaults.Current.SetSession(connection, session);
        }

        return session;
    }
}

/// <summary>The base of the cmdlets that work in a session: -Session, or else the current session of the runspace.</summary>
public abstract class SessionCommand : SessionCreatingCommand
{
    private const string LinkView = "NemoSessionLink";

    /// <summary>A session, a session ID or name, or an object with a SessionId. Default: the current session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, AllowNull, AllowEmptyString]
    public virtual string? Session { get; set; }

    /// <summary>Whether -Session is on the command line, not only in the input.</summary>
    private protected bool IsSessionNamed { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IsSessionNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Session));
        CheckParameters();
        if (IsSessionNamed)
        {
            // An unset variable must not select the current session.
            ThrowIf(string.IsNullOrEmpty(Session), () => ErrorRecords.EmptyArgument(nameof(Session)));
            Session = RequireSession(Session!);
        }
    }

    /// <summary>Checks the parameters on the command line before anything connects.</summary>
    private protected virtual void CheckParameters()
    {
    }

    /// <summary>The ID of a session. If several have the name, that is a terminating error.</summary>
    private protected string RequireSession(string text) => RunOrThrow(text, () => ResolveSession(text));

    /// <summary>The ID of -Session or of the current session; null for neither.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    internal string? FindSessionId() => string.IsNullOrEmpty(Session) ? CurrentSession?.SessionId : ResolveSession(Session!);

    /// <summary>The ID of -Session or of the current session. Neither is a terminating error.</summary>
    internal string RequireSessionId()
    {
        var id = FindSessionId();
        ThrowIf(id is null, ErrorRecords.NoSession);
        return id!;
    }

    /// <summary>The ID of -Session or of the current session; null if a new session can be created.</summary>
    internal string? FindSessionIdToChange()
    {
        CheckCurrentSession();
        return FindSessionId();
    }

    /// <summary>
    /// After a session couldn't be created or selected, a command without -Session is a terminating error. It must not create another one.
    /// </summary>
    private protected void CheckCurrentSession() => ThrowIf(
        string.IsNullOrEmpty(Session) && FindConnection() is { } connection && RunspaceDefaults.Current.HasSessionFailed(connection),
        ErrorRecords.SessionNotSelected);

    /// <summary>The ID of -Session or of the current session, or else of a new session.</summary>
    internal string EnsureSessionId() => FindSessionIdToChange() ?? CreateSession(DefaultSessionName, language: null).SessionId;

    /// <summary>Creates and writes a link to a session.</summary>
    internal Uri WriteSessionLink(string sessionId)
    {
        var link = Wait(token => ResolveClient().CreateSessionLinkAsync(sessionId, token)).Address;

        // A view of Uri itself would apply to all URLs.
        WriteObject(WithView(link, LinkView));
        return link;
    }
}

/// <summary>The base of the cmdlets that accept sessions from the pipeline, in any object with a SessionId.</summary>
public abstract class SessionInputCommand : SessionCommand
{
    /// <summary>An upload, a session, an edit result, or a session ID or name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Whether there is input. If so, the current session is never used, not even for null.</summary>
    private protected bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <summary>The ID or name of the session in -Session or the input; null for none.</summary>
    private protected string? FindInputSession() => string.IsNullOrEmpty(Session) ? PipedObject.SessionIdOf(InputObject) : Session;

    /// <summary>The ID of the session in -Session or the input; null after an error: no session, or an ambiguous name.</summary>
    private protected string? GetInputSessionId()
    {
        if (FindInputSession() is { Length: > 0 } text)
        {
            return TryResolveSession(text, InputObject);
        }

        Reject(ErrorRecords.NoSessionInInput(InputObject));
        return null;
    }

    /// <summary>Reports the error of an input.</summary>
    private protected virtual void Reject(ErrorRecord error) => WriteError(error);

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
public abstract class PositionalSessionCommand : SessionInputCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, AllowNull, AllowEmptyString]
    public override string? Session
    {
        get => base.Session;
        set => base.Session = value;
    }

    /// <summary>The ID of the session in -Session or the input, or else of the current session; null after an error.</summary>
    private protected string? GetSessionId() => HasInput ? GetInputSessionId() : RequireSessionId();
}
