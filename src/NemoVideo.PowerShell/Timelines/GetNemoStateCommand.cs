namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the timeline of a session.</summary>
[Cmdlet(VerbsCommon.Get, "NemoState")]
[OutputType(typeof(NemoState))]
public sealed class GetNemoStateCommand : SessionInputCommand
{
    private protected override Task RunAsync(IAsyncEnumerable<SessionInput> inputs, CancellationToken stop) =>
        inputs.ForEachAsync(1, Output, async input =>
        {
            if (await Sessions.RequireAsync(input) is { } sessionId)
            {
                await Failures.ProcessAsync(sessionId, async () => Output.Write(
                    new NemoState(await (await Nemo.ResolveClientAsync()).GetStateAsync(sessionId, stop))));
            }
        });
}
