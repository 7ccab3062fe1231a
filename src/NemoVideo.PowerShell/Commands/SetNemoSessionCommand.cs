using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Sets the current session of this runspace, if the service has the session.</summary>
[Cmdlet(VerbsCommon.Set, "NemoSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(NemoSession))]
public sealed class SetNemoSessionCommand : NemoCommand
{
    /// <summary>A session, a session ID or name, or an object with a SessionId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, ValidateNotNullOrEmpty]
    public string Session { get; set; } = "";

    /// <summary>Returns the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private NemoSession SelectSession(string text)
    {
        var connection = ResolveConnection();
        try
        {
            var session = RequestSession(text);
            RunspaceDefaults.Current.SetSession(connection, session);
            return session;
        }
        catch
        {
            RunspaceDefaults.Current.FailSession(connection);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess(Session, "Set as the current session"))
        {
            ProcessInput(Session, () =>
            {
                var session = SelectSession(Session);
                if (PassThru)
                {
                    WriteObject(session);
                }
            });
        }
    }
}
