using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the current session, sessions by ID or name, or all sessions that this computer created as this user.</summary>
[Cmdlet(VerbsCommon.Get, "NemoSession", DefaultParameterSetName = CurrentSet)]
[OutputType(typeof(NemoSession))]
public sealed class GetNemoSessionCommand : ConnectionCommand
{
    private const string CurrentSet = "Current";
    private const string SessionSet = "Session";
    private const string AllSet = "All";

    /// <summary>Sessions, session IDs or names, or objects with a SessionId. Each one is requested from the service.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = SessionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation(AllowMany = true)]
    [ValidateNotNullOrEmpty]
    public string[] Session { get; set; } = [];

    /// <summary>Returns all sessions that this computer created as this user, oldest first.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case AllSet:
                WriteObject(Sessions.List(), enumerateCollection: true);
                break;
            case SessionSet:
                foreach (var session in Session.SelectMany(Expand))
                {
                    Inputs.Process(session, () => WriteObject(Sessions.Request(session)));
                }

                break;
            case CurrentSet when Sessions.Current is { } current:
                WriteObject(current);
                break;
        }
    }

    /// <summary>The sessions that match wildcards; none is no error, as in other cmdlets. A known ID isn't expanded.</summary>
    private IEnumerable<string> Expand(string text) =>
        SessionName.HasWildcard(text) && Sessions.Find(text) is null ? Sessions.Match(text) : [text];
}
