using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Sets the current session of this runspace, if the service has the session.</summary>
[Cmdlet(VerbsCommon.Set, "NemoSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(NemoSession))]
public sealed class SetNemoSessionCommand : ConnectionCommand
{
    /// <summary>A session, a session ID or name, or an object with a SessionId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, AllowNull, AllowEmptyString]
    public string? Session { get; set; }

    /// <summary>Returns the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (string.IsNullOrEmpty(Session))
        {
            // An unset variable must not leave the previous session current.
            RunspaceDefaults.Current.FailSession(ResolveConnection());
            ThrowTerminatingError(ErrorRecords.EmptyArgument(nameof(Session)));
        }

        if (ShouldProcess(Session!, "Set as the current session"))
        {
            Inputs.Process(Session, () =>
            {
                var session = Sessions.Select(() => Sessions.Request(Session!));
                if (PassThru)
                {
                    WriteObject(session);
                }
            });
        }
    }
}
