using System.Management.Automation;
using NemoVideo.Client;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;
using NemoVideo.PowerShell.Binding;
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
    [ConnectionTransformation]
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
            if (ShouldProcess("the Connect-Nemo that failed", RemoveCache ? "Forget, and delete the kept free token" : "Forget"))
            {
                runspace.Disconnect();
                RemoveTokenOfNobody();
            }

            return;
        }

        if ((Connection ?? runspace.Connection) is not { } connection)
        {
            if (!RemoveCache)
            {
                WriteError(ErrorRecords.NoConnection());
            }
            else if (ShouldProcess("the free token that this computer keeps", "Delete"))
            {
                RemoveTokenOfNobody();
            }

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
        RemoveToken(connection.Client.RemoveCachedToken, connection);
    }

    /// <summary>Without a connection, it is that of the default one: nothing is asked of the service for that.</summary>
    private void RemoveTokenOfNobody() => RemoveToken(static () => NemoClient.RemoveCachedToken(new NemoClientOptions()), target: null);

    private void RemoveToken(Action remove, NemoConnection? target)
    {
        if (!RemoveCache)
        {
            return;
        }

        try
        {
            remove();
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, target));
        }
    }
}
