namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the current session, sessions by ID or name, or all sessions that this computer created as this user.</summary>
[Cmdlet(VerbsCommon.Get, "NemoSession", DefaultParameterSetName = CurrentSet)]
[OutputType(typeof(NemoSession))]
public sealed class GetNemoSessionCommand : ConnectionCommand<string[]>
{
    private const string CurrentSet = "Current";
    private const string SessionSet = "Session";
    private const string AllSet = "All";

    /// <summary>Sessions, session IDs or names, or objects with a SessionId. Each one is requested from the service.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = SessionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id"), ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation(AllowMany = true), ValidateNotNullOrEmpty]
    public string[] Session { get; set; } = [];

    /// <summary>Returns all sessions that this computer created as this user, oldest first.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    private protected override string[] ReadInput() => Session;

    private protected override async Task RunAsync(IAsyncEnumerable<string[]> inputs, CancellationToken stop)
    {
        if (ParameterSetName == AllSet)
        {
            await Sessions.Lookup.WriteAllAsync();
        }
        else if (ParameterSetName == CurrentSet && Sessions.Current is { } current)
        {
            Output.Write(current);
        }

        await ReadNamesAsync(inputs).ForEachAsync(1, Output, session => Failures.ProcessAsync(
            session, async () => Output.Write(await Sessions.RequestAsync(session))));
    }

    /// <summary>The sessions that match wildcards; none is no error, as in other cmdlets. A known ID isn't expanded.</summary>
    private async IAsyncEnumerable<string> ReadNamesAsync(IAsyncEnumerable<string[]> inputs)
    {
        await foreach (var input in inputs)
        {
            foreach (var text in input)
            {
                var isPattern = SessionName.HasWildcard(text) && await Sessions.Lookup.FindAsync(text) is null;
                foreach (var session in isPattern ? await Sessions.Lookup.MatchAsync(text) : [text])
                {
                    yield return session;
                }
            }
        }
    }
}
