namespace NemoVideo.PowerShell;

/// <summary>A cmdlet that works in a session.</summary>
/// <typeparam name="TInput">A copy of what an input bound.</typeparam>
public abstract class SessionCommand<TInput> : ConnectionCommand<TInput>
    where TInput : class
{
    /// <summary>A session, a session ID or name, or an object with a SessionId. Default: the current session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, AllowNull, AllowEmptyString]
    public string? Session { get; set; }
}

/// <summary>A cmdlet that accepts sessions from the pipeline, in any object with a SessionId.</summary>
public abstract class SessionInputCommand : ConnectionCommand<SessionInput>
{
    /// <summary>A session, a session ID or name, or an object with a SessionId. Default: the current session.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true), Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, AllowNull, AllowEmptyString]
    public string? Session { get; set; }

    /// <summary>An upload, a session, an edit result, or a session ID or name.</summary>
    [Parameter(ValueFromPipeline = true), AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The session of an input. If there is input, the current session is never used, not even for null.</summary>
    private protected override SessionInput ReadInput() => new(InputObject, SessionChoice.ForInput(
        Session, InputObject, MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))));

    private protected override async Task CheckParametersAsync() => Session = await Sessions.CheckAsync(Session);
}

/// <summary>An input that has a session.</summary>
/// <param name="Item">The object in the pipeline; null for none.</param>
/// <param name="Session">The session; null if the input has none.</param>
public sealed record SessionInput(PSObject? Item, SessionChoice? Session);
