using System.Management.Automation;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Gives the timeline of a session. Changes and spends nothing.</summary>
[Cmdlet(VerbsCommon.Get, "NemoState")]
[OutputType(typeof(NemoState))]
public sealed class GetNemoStateCommand : SessionFirstCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!HasInput)
        {
            Read(RequireSessionId());
        }
        else if (TryGetInputSessionId(out var sessionId))
        {
            Read(sessionId);
        }
    }

    private void Read(string sessionId) =>
        ProcessInput(sessionId, () => WriteObject(new NemoState(Wait(token => ResolveClient().GetStateAsync(sessionId, token)))));
}
