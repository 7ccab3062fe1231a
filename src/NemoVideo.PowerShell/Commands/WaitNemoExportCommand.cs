using System.Runtime.CompilerServices;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Waits for exports and returns each as soon as it is finished. With -Destination, it downloads them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class WaitNemoExportCommand : ExportInputCommand
{
    private readonly TaskCompletionSource<bool> _inputRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Pump<ExportWait>? _pump;
    private ProgressGroup<ExportWait>? _progress;
    private int _finished;

    /// <summary>
    /// The folder for the videos, created if it doesn't exist. Default: with -FileName, the current folder; otherwise, no download.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Alias("OutputPath", "OutDir")]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The interval between two polls, in seconds, 0.01 to 3600. Default: RenderPollIntervalSec of the connection.</summary>
    [Parameter]
    [ValidateRange(0.01, 3600.0)]
    public double? PollIntervalSec { get; set; }

    /// <summary>
    /// The timeout for each export without its download, in seconds, 0.01 to 86400. The service continues to process the export. Default:
    /// RenderTimeoutSec of the connection.
    /// </summary>
    [Parameter]
    [ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>Ends after the first finished export. The other exports continue.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// The name of the file, or its path relative to the destination folder. The extension can be omitted. Default: the name of the session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NotBlank]
    public string? FileName { get; set; }

    /// <summary>Replaces existing files, but no file that was uploaded. All inputs are read before the first download.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The destination folder as it was specified; null for no download.</summary>
    private string? Target => Destination ?? (FileName is null ? null : ".");

    private bool IsDone => Any && _finished > 0;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _progress = Own(ExportWait.CreateProgress(this, () => [.. _pump!.Running], () => _finished));
        _pump = new Pump<ExportWait>(this, Write, _progress);
        if (Destination is not null)
        {
            Exports.SetFolder(Destination, Force);
        }

        if (!Force)
        {
            _inputRead.SetResult(true);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunOrDispose(() =>
    {
        foreach (var id in InputIds().TakeWhile(_ => !IsDone))
        {
            if (Target is null || ShouldProcess(id, $"Wait for the export and download the video to the folder '{Target}'"))
            {
                Inputs.Process(id, () => StartWait(id));
            }
        }

        _pump!.RunArrived();
    });

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        _inputRead.TrySetResult(true);
        while (_pump!.Count > 0 && !IsDone)
        {
            _pump.RunNext();
        }

        _progress!.Dispose();
        Calls.Cancel();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_pump?.Abandon() is { Count: > 0 } waits)
        {
            Exports.WarnIfStopped(waits, Target);
        }

        base.Dispose(disposing);
    }

    private void StartWait(string id)
    {
        var connection = ResolveConnection();
        if (Target is not null)
        {
            Exports.SetFolder(Target, Force);
        }

        var origin = Exports.FindOrigin(id, InputObject);
        var path = Target is null ? null : Exports.ReservePath(id, origin, FileName);
        var wait = new ExportWait(id, origin, path, Exports.Names, _inputRead.Task);
        _pump!.Start(wait, WaitAsync());

        async IAsyncEnumerable<Action> WaitAsync([EnumeratorCancellation] CancellationToken token = default)
        {
            var job = await wait.RunAsync(connection.Client, Seconds(PollIntervalSec), Seconds(TimeoutSec), token).ConfigureAwait(false);
            yield return () => Exports.Write(wait, job);
        }
    }

    private void Write(ExportWait wait, Action write)
    {
        if (!IsDone)
        {
            _finished++;

            // The other exports must still be downloaded after any error.
            Inputs.Finish(wait.Id, write, endsOthers: false);
        }
    }
}
