using System.Management.Automation;
using NemoVideo.Client.Editing;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Starts the export of a timeline, after a look whether it is ready. Each edit that succeeded is exported once, when it
/// comes; a session that came without an edit once, at the end of the input; an edit that failed never.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "NemoExport", SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StartNemoExportCommand : SessionInputCommand
{
    private readonly SessionQueue _queue = new();

    /// <summary>The file's format.</summary>
    [Parameter]
    [ValidateSet("mp4")]
    public string Format { get; set; } = "mp4";

    /// <summary>The quality.</summary>
    [Parameter]
    [ValidateSet("low", "medium", "high")]
    public string Quality { get; set; } = "high";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            var sessionId = RequireSessionId();
            Export(sessionId, sessionId);
            return;
        }

        switch (InputObject.BaseObject)
        {
            case NemoEditResult result:
                _queue.Done(result.SessionId);
                if (result.Status == EditStatus.Succeeded)
                {
                    Export(result.SessionId, result);
                }

                break;
            case NemoEvent:
                break;
            default:
                if (TryGetInputSessionId(out var found))
                {
                    _queue.Add(found, InputObject);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (sessionId, input) in _queue.Open)
        {
            Export(sessionId, input);
        }
    }

    private void Export(string sessionId, object? target)
    {
        if (!ShouldProcess(sessionId, "Start export"))
        {
            return;
        }

        ForInput(target, () =>
        {
            var connection = ResolveConnection();
            var state = Wait(token => connection.Client.GetStateAsync(sessionId, token));
            var job = Wait(token => connection.Client.SubmitRenderAsync(state, Format, Quality, token));
            var export = new NemoExport(job, sessionId, connection.FindSession(sessionId)?.Name ?? state.Name);
            connection.Remember(export);
            WriteObject(export);
        });
    }
}
