using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Exports each succeeded edit once, immediately, and each session without an edit once, at the end of the input.</summary>
[Cmdlet(VerbsLifecycle.Start, "NemoExport", SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StartNemoExportCommand : PositionalSessionCommand
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<(string Id, PSObject? Input)> _pending = [];

    /// <summary>The format of the file. Default: mp4.</summary>
    [Parameter]
    [ValidateSet("mp4")]
    public string Format { get; set; } = "mp4";

    /// <summary>The quality: low, medium or high. Default: high.</summary>
    [Parameter]
    [ValidateSet("low", "medium", "high")]
    public string Quality { get; set; } = "high";

    /// <summary>The resolution. Default: the service's.</summary>
    [Parameter]
    [Resolution, ValidateSet("480p", "720p", "1080p", "1440p", "4K")]
    public string? Resolution { get; set; }

    /// <summary>The frames per second, 1 to 240. Default: the service's.</summary>
    [Parameter]
    [ValidateRange(1.0, 240.0)]
    public double? FrameRate { get; set; }

    /// <inheritdoc/>
    private protected override void CheckParameters() =>
        ThrowIf(IsSessionNamed && MyInvocation.ExpectingInput, ErrorRecords.SessionAndInput);

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
        else if (GetSessionId(InputObject) is { } sessionId && _known.Add(sessionId))
        {
            Inputs.Accept();
            _pending.Add((sessionId, InputObject));
        }
    }

    /// <summary>The edits before the export may have been charged.</summary>
    internal override string? FindLaterAction(NemoErrorKind kind) =>
        HasInput && (kind == NemoErrorKind.RateLimited || Inputs.AreAllAffected(kind))
            ? "Don't rerun a pipeline that sends messages, because the service would charge for the messages again. "
                + "Instead, export each session with Start-NemoExport -Session."
            : null;

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        foreach (var (sessionId, input) in _pending)
        {
            Export(sessionId, input);
        }
    }

    private void ProcessEvent(PSObject input)
    {
        if (PipedObject.IsResult(input) && GetSessionId(InputObject) is { } sessionId)
        {
            _known.Add(sessionId);
            _pending.RemoveAll(pending => pending.Id == sessionId);
            if (PipedObject.StatusOf(input) == EditStatus.Succeeded)
            {
                Export(sessionId, input);
            }
        }
    }

    private void Export(string sessionId, object? target)
    {
        if (ShouldProcess(Sessions.Describe(sessionId), "Start export"))
        {
            Inputs.Process(target, () =>
            {
                var output = new RenderOutput(Format, Quality, Resolution, FrameRate);
                WriteObject(new ExportRunner(this).Start(sessionId, output, PipedObject.SourcePathOf(target)));
            });
        }
    }
}
