using NemoVideo.PowerShell.Binding;
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
    [ConnectionTransformation]
    [ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <summary>Deletes the cached free token of this user.</summary>
    [Parameter]
    public SwitchParameter RemoveCache { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var runspace = RunspaceDefaults.Current;
        if (Connection is null && runspace.HasFailed)
        {
            if (ShouldProcess("Failed Connect-Nemo", RemoveCache ? "Clear, and delete the cached free token" : "Clear"))
            {
                runspace.Disconnect();
                RemoveDefaultToken();
            }

            return;
        }

        if ((Connection ?? runspace.Connection) is not { } connection)
        {
            if (!RemoveCache)
            {
                WriteError(ErrorRecords.NoConnection());
            }
            else if (ShouldProcess("Cached free token", "Delete"))
            {
                RemoveDefaultToken();
            }

            return;
        }

        if (!ShouldProcess(connection.ToString(), RemoveCache ? "Disconnect, and delete the cached free token" : "Disconnect"))
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

    /// <summary>Deletes the token that Connect-Nemo without parameters would use. Sends no request.</summary>
    private void RemoveDefaultToken() => RemoveToken(static () => NemoClient.RemoveCachedToken(new NemoClientOptions()), target: null);

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
