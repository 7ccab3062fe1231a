using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Makes a session the current one of this runspace, after the service has said that it knows it.</summary>
[Cmdlet(VerbsCommon.Set, "NemoSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(NemoSession))]
public sealed class SetNemoSessionCommand : NemoCommand
{
    /// <summary>A session, its id or its name, or anything with a SessionId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SessionIdTransformation]
    [ValidateNotNullOrEmpty]
    public string Session { get; set; } = "";

    /// <summary>Gives the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess(Session, "Make this the current session"))
        {
            return;
        }

        ProcessInput(Session, () =>
        {
            var connection = ResolveConnection();
            var id = ResolveSession(Session);
            var state = Wait(token => connection.Client.GetStateAsync(id, token));
            var session = connection.FindSession(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
            RunspaceConnection.Current.SetSession(connection, session);
            if (PassThru)
            {
                WriteObject(session);
            }
        });
    }
}
