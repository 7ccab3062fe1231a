namespace NemoVideo.PowerShell.Commands;

/// <summary>Closes a connection, or clears the failure of the last Connect-Nemo. Only -RemoveCache deletes the cached token.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Nemo", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectNemoCommand : PSCmdlet
{
    /// <summary>The connection. Default: the connection of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true), ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <summary>Deletes the cached free token of this user.</summary>
    [Parameter]
    public SwitchParameter RemoveCache { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var runspace = RunspaceDefaults.Current;
        var connection = Connection ?? runspace.Connection;
        if (connection is null && !runspace.HasFailed && !RemoveCache)
        {
            WriteError(ErrorRecords.NoConnection());
        }
        else if (ShouldProcess(
            connection?.ToString() ?? "This PowerShell session", RemoveCache ? "Disconnect and delete the cached free token" : "Disconnect"))
        {
            runspace.Disconnect(connection);
            connection?.Close();
            if (RemoveCache)
            {
                RemoveToken(connection);
            }
        }
    }

    private void RemoveToken(NemoConnection? connection)
    {
        try
        {
            if (connection is null)
            {
                NemoClient.RemoveCachedToken(new NemoClientOptions());
            }
            else
            {
                connection.Client.RemoveCachedToken();
            }
        }
        catch (NemoException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }
}
