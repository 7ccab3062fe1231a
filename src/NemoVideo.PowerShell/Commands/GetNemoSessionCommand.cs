using System.Management.Automation;
using NemoVideo.Client.Timeline;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Gives the current session, one by its id, or all that were made over this connection.</summary>
[Cmdlet(VerbsCommon.Get, "NemoSession", DefaultParameterSetName = CurrentSet)]
[OutputType(typeof(NemoSession))]
public sealed class GetNemoSessionCommand : SessionMakingCommand
{
    private const string CurrentSet = "Current";
    private const string IdSet = "Id";
    private const string AllSet = "All";

    /// <summary>The ids of sessions; the service is asked for each.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>All sessions that were made over this connection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case AllSet:
                WriteObject(ResolveConnection().Sessions, enumerateCollection: true);
                break;
            case IdSet:
                foreach (var id in Id)
                {
                    ForInput(id, () => WriteObject(ResolveConnection().FindSession(id) ?? Ask(id)));
                }

                break;
            default:
                if (CurrentSession is { } current)
                {
                    WriteObject(current);
                }

                break;
        }
    }

    private NemoSession Ask(string id)
    {
        TimelineState state = Wait(token => ResolveClient().GetStateAsync(id, token));
        return new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }
}
