namespace NemoVideo.PowerShell.Commands;

/// <summary>Creates a link to a session. Anybody who has it can open the session in a browser, but can't call the API.</summary>
[Cmdlet(VerbsCommon.Get, "NemoSessionLink", SupportsShouldProcess = true)]
[OutputType(typeof(Uri))]
public sealed class GetNemoSessionLinkCommand : SessionInputCommand
{
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);

    /// <summary>Also opens the link in the default browser.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    private protected override Task RunAsync(IAsyncEnumerable<SessionInput> inputs, CancellationToken stop) =>
        inputs.ForEachAsync(1, Output, async input =>
        {
            // An edit has many events, but one session.
            if (await Sessions.RequireAsync(input) is { } sessionId && _linked.Add(sessionId)
                && Output.ShouldProcess(Nemo.Describe(sessionId), "Create a link that opens the session in a browser"))
            {
                await Failures.ProcessAsync(sessionId, () => WriteLinkAsync(sessionId));
            }
        });

    private async Task WriteLinkAsync(string sessionId)
    {
        var link = await Sessions.WriteLinkAsync(sessionId);
        try
        {
            if (Show)
            {
                Browser.Open(link);
            }
        }
        catch (Exception exception)
            when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Output.WriteError(ErrorRecords.BrowserNotOpened(sessionId, exception));
        }
    }
}
