using System.Management.Automation;
using NemoVideo.Client;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Closes a connection, or forgets that Connect-Nemo has failed. The kept free token stays for the next one, unless -RemoveCache.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Nemo", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectNemoCommand : PSCmdlet
{
    /// <summary>The connection; without it, the default one of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <summary>Deletes the free token that this computer has kept for this user.</summary>
    [Parameter]
    public SwitchParameter RemoveCache { get; set; }

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

        if (!ShouldProcess(connection.ToString(), RemoveCache ? "Disconnect and delete the kept free token" : "Disconnect"))
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
        if (RemoveCache)
        {
            RemoveToken(connection);
        }
    }

    private void RemoveToken(NemoConnection connection)
    {
        try
        {
            connection.Client.RemoveKeptToken();
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }
}
