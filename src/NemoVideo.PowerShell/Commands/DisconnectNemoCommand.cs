using System.Management.Automation;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Closes a connection, or forgets that Connect-Nemo has failed. The kept free token stays for the next one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Nemo", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectNemoCommand : PSCmdlet
{
    /// <summary>The connection; without it, the default one of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var runspace = RunspaceConnection.Current;
        if (Connection is null && runspace.HasFailed)
        {
            if (ShouldProcess("the Connect-Nemo that failed", "Forget"))
            {
                runspace.Disconnect();
            }

            return;
        }

        if ((Connection ?? runspace.Connection) is not { } connection)
        {
            WriteError(ErrorRecords.NoConnection());
            return;
        }

        if (!ShouldProcess(connection.ToString(), "Disconnect"))
        {
            return;
        }

        if (connection == runspace.Connection)
        {
            runspace.Disconnect();
        }
        else
        {
            runspace.Forget(connection);
        }

        connection.Close();
    }
}
