using System.Management.Automation;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Gives the default connection of this runspace; nothing where there is none. Never makes one.</summary>
[Cmdlet(VerbsCommon.Get, "NemoConnection")]
[OutputType(typeof(NemoConnection))]
public sealed class GetNemoConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RunspaceConnection.Current.Connection is { } connection)
        {
            WriteObject(connection);
        }
    }
}
