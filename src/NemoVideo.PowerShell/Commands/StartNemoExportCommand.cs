using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Starts the export of a timeline, after a look whether it is ready. Each edit that succeeded is exported once, when it
/// comes; a session that came without an edit once, at the end of the input; an edit that failed never.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "NemoExport", SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StartNemoExportCommand : SessionFirstCommand
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
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IsSessionNamed && MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(ErrorRecords.SessionAndInput());
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!HasInput)
        {
            var current = RequireSessionId();
            Export(current, current);
        }
        else if (InputObject is not null && PipedObject.IsEvent(InputObject))
        {
            ProcessEvent(InputObject);
        }
        else if (TryGetInputSessionId(out var sessionId))
        {
            _queue.Add(sessionId, InputObject);
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

    /// <summary>An edit is exported when it comes, if it succeeded; either way its session is not open any more.</summary>
    private void ProcessEvent(PSObject input)
    {
        if (PipedObject.IsResult(input) && TryGetInputSessionId(out var sessionId))
        {
            _queue.Done(sessionId);
            if (PipedObject.IsSucceededResult(input))
            {
                Export(sessionId, input.BaseObject);
            }
        }
    }

    private void Export(string sessionId, object? target)
    {
        if (!ShouldProcess(Describe(sessionId), "Start export"))
        {
            return;
        }

        ProcessInput(target, () => WriteObject(new ExportRunner(this).Start(sessionId, Format, Quality)));
    }
}
