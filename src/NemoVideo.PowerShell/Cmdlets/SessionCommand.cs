using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that work in a session: -Session or the input, or else the current session of the runspace.</summary>
public abstract class SessionCommand : ConnectionCommand
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

    /// <summary>Whether there is input. If so, the current session is never used, not even for null.</summary>
    private protected bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey("InputObject");

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IsSessionNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Session));
        CheckParameters();
        if (IsSessionNamed)
        {
            // An unset variable must not select the current session.
            ThrowIf(string.IsNullOrEmpty(Session), () => ErrorRecords.EmptyArgument(nameof(Session)));
            Session = RunOrThrow(Session, () => Sessions.Resolve(Session!));
        }
    }

    /// <summary>Checks the parameters on the command line before anything connects.</summary>
    private protected virtual void CheckParameters()
    {
    }

    /// <summary>The ID of -Session or of the current session; null for neither.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    internal string? FindSessionId() => string.IsNullOrEmpty(Session) ? Sessions.Current?.SessionId : Sessions.Resolve(Session!);

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
    private protected void CheckCurrentSession() =>
        ThrowIf(string.IsNullOrEmpty(Session) && Sessions.HasCurrentFailed, ErrorRecords.SessionNotSelected);

    /// <summary>The ID of -Session or of the current session, or else of a new session.</summary>
    internal string EnsureSessionId() => FindSessionIdToChange() ?? Sessions.Create(Sessions.DefaultName).SessionId;

    /// <summary>The ID or name of the session in -Session or an input; null for none.</summary>
    private protected string? FindSession(PSObject? input) => string.IsNullOrEmpty(Session) ? PipedObject.SessionIdOf(input) : Session;

    /// <summary>The ID of the session in -Session or an input; null after an error: no session, or an ambiguous name.</summary>
    private protected string? GetSessionId(PSObject? input)
    {
        if (FindSession(input) is { Length: > 0 } text)
        {
            return TryResolveSession(text, input);
        }

        Inputs.Reject(ErrorRecords.NoSessionInInput(input));
        return null;
    }

    /// <summary>The ID of the session in -Session or an input, or else of the current session; null after an error.</summary>
    private protected string? GetAnySessionId(PSObject? input) => HasInput ? GetSessionId(input) : RequireSessionId();

    /// <summary>The ID of a session; null after an error: several sessions have this name.</summary>
    private protected string? TryResolveSession(string text, object? target)
    {
        try
        {
            return Sessions.Resolve(text);
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, target ?? text));
            return null;
        }
    }

    /// <summary>Creates and writes a link to a session.</summary>
    internal Uri WriteSessionLink(string sessionId)
    {
        var link = Calls.Wait(token => ResolveClient().CreateSessionLinkAsync(sessionId, token)).Address;

        // A view of Uri itself would apply to all URLs.
        WriteObject(WithView(link, LinkView));
        return link;
    }
}

/// <summary>A cmdlet that accepts sessions from the pipeline, in any object with a SessionId.</summary>
public abstract class SessionInputCommand : SessionCommand
{
    /// <summary>An upload, a session, an edit result, or a session ID or name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }
}

/// <summary>A cmdlet that has -Session as its first positional argument, too.</summary>
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
}
