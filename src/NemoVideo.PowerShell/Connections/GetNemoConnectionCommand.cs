namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the default connection of this runspace, or nothing. Never connects.</summary>
[Cmdlet(VerbsCommon.Get, "NemoConnection")]
[OutputType(typeof(NemoConnection))]
public sealed class GetNemoConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RunspaceDefaults.Current.Connection is { } connection)
        {
            WriteObject(connection);
        }
    }
}
