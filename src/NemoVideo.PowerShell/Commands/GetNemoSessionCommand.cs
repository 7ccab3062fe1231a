using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Gives the current session, one by its id or name, or all that this computer has made as this user. Where there is no connection,
/// there is no current one.
/// </summary>
[Cmdlet(VerbsCommon.Get, "NemoSession", DefaultParameterSetName = CurrentSet)]
[OutputType(typeof(NemoSession))]
public sealed class GetNemoSessionCommand : SessionMakingCommand
{
    private const string CurrentSet = "Current";
    private const string SessionSet = "Session";
    private const string AllSet = "All";

    /// <summary>Sessions, their ids or names, or anything with a SessionId; the service is asked for each.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SessionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SessionIdTransformation(AllowMany = true)]
    [ValidateNotNullOrEmpty]
    public string[] Session { get; set; } = [];

    /// <summary>All sessions that this computer has made as this user or gone on with, oldest first.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case AllSet:
                WriteObject(FindAll(), enumerateCollection: true);
                break;
            case SessionSet:
                foreach (var session in Session)
                {
                    ProcessInput(session, () => WriteObject(Ask(session)));
                }

                break;
            case CurrentSet when CurrentSession is { } current:
                WriteObject(current);
                break;
        }
    }

    /// <summary>Those of earlier processes, then those of this connection; each as it is known here, without asking the service.</summary>
    private IReadOnlyList<NemoSession> FindAll()
    {
        var connection = ResolveConnection();
        var left = (new JournalRunner(this).Read()?.Sessions ?? [])
            .Where(entry => connection.FindSession(entry.SessionId!) is null)
            .Select(static entry => new NemoSession(entry.SessionId!, entry.Name, entry.TaskId, entry.Language));
        return [.. left, .. connection.Sessions];
    }

    private NemoSession Ask(string session)
    {
        var connection = ResolveConnection();
        var id = ResolveSession(session);
        var state = Wait(token => connection.Client.GetStateAsync(id, token));
        return connection.FindSession(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }
}
