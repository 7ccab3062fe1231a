using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the timeline of a session.</summary>
[Cmdlet(VerbsCommon.Get, "NemoState")]
[OutputType(typeof(NemoState))]
public sealed class GetNemoStateCommand : PositionalSessionCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (GetAnySessionId(InputObject) is { } sessionId)
        {
            Inputs.Process(
                sessionId, () => WriteObject(new NemoState(Calls.Wait(token => ResolveClient().GetStateAsync(sessionId, token)))));
        }
    }
}
