using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Closes a connection, or clears the failure of the last Connect-Nemo. Only -RemoveCache deletes the cached token.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Nemo", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectNemoCommand : PSCmdlet
{
    /// <summary>The connection. Default: the connection of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <summary>Deletes the cached free token of this user.</summary>
    [Parameter]
    public SwitchParameter RemoveCache { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var runspace = RunspaceDefaults.Current;
        var connection = Connection ?? runspace.Connection;
        var andDelete = RemoveCache ? " and delete the cached free token" : "";
        if (Connection is null && runspace.HasFailed)
        {
            if (ShouldProcess("This PowerShell session", $"Allow automatic connections again{andDelete}"))
            {
                runspace.Disconnect();
                RemoveToken(null);
            }
        }
        else if (connection is null && !RemoveCache)
        {
            WriteError(ErrorRecords.NoConnection());
        }
        else if (connection is null)
        {
            if (ShouldProcess("Cached free token", "Delete"))
            {
                RemoveToken(null);
            }
        }
        else if (ShouldProcess(connection.ToString(), $"Disconnect{andDelete}"))
        {
            runspace.Disconnect(connection);
            connection.Close();
            RemoveToken(connection);
        }
    }

    /// <summary>Deletes the token of a connection, or the one that Connect-Nemo without parameters would use. Sends no request.</summary>
    private void RemoveToken(NemoConnection? connection)
    {
        try
        {
            if (RemoveCache && connection is not null)
            {
                connection.Client.RemoveCachedToken();
            }
            else if (RemoveCache)
            {
                NemoClient.RemoveCachedToken(new NemoClientOptions());
            }
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }
}
