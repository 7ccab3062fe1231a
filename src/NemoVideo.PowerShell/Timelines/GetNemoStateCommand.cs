namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the timeline of a session.</summary>
[Cmdlet(VerbsCommon.Get, "NemoState")]
[OutputType(typeof(NemoState))]
public sealed class GetNemoStateCommand : SessionInputCommand
{
    /// <summary>
    /// Returns the timeline from before the last edit that this PowerShell session made in the session, instead of the present one. The
    /// service has no undo, but Start-NemoExport exports it for free.
    /// </summary>
    [Parameter]
    public SwitchParameter BeforeEdit { get; set; }

    private protected override Task RunAsync(IAsyncEnumerable<SessionInput> inputs, CancellationToken stop) =>
        inputs.ForEachAsync(1, Output, async input =>
        {
            if (await Sessions.RequireAsync(input) is { } sessionId)
            {
                await Failures.ProcessAsync(sessionId, async () => Output.Write(new NemoState(
                    BeforeEdit ? await FindBeforeEditAsync(sessionId)
                        : await (await Nemo.ResolveClientAsync()).GetStateAsync(sessionId, stop))));
            }
        });

    private async Task<TimelineState> FindBeforeEditAsync(string sessionId) =>
        (await Nemo.ResolveAsync()).Account.TimelinesBeforeEdit.Find(sessionId) ?? throw new NemoException(
            NemoErrorKind.NotReady, "No edit of this PowerShell session has changed the timeline, so the one before it isn't known.",
            "Each result of Invoke-NemoEdit has the timeline in its property Before.");
}
