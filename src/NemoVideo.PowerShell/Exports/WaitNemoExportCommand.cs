namespace NemoVideo.PowerShell.Commands;

/// <summary>Waits for exports and returns each as soon as it is finished. With -Destination, it downloads them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class WaitNemoExportCommand : ExportInputCommand
{
    private readonly List<ExportWait> _waits = [];
    private OutputFileNames? _names;
    private int _finished;

    /// <summary>
    /// The folder for the videos, created if it doesn't exist. Default: with -FileName, the current folder; otherwise, no download.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = InputSet), Alias("OutputPath", "OutDir"), ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The interval between two polls, in seconds, 0.01 to 3600. Default: RenderPollIntervalSec of the connection.</summary>
    [Parameter, ValidateRange(0.01, 3600.0)]
    public double? PollIntervalSec { get; set; }

    /// <summary>
    /// The timeout for each export without its download, in seconds, 0.01 to 86400. The service continues to process the export. Default:
    /// RenderTimeoutSec of the connection.
    /// </summary>
    [Parameter, ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>Ends after the first finished export. The other exports continue.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// The name of the file, or its path relative to the destination folder. The extension can be omitted. Default: the name of the
    /// session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true), NotBlank]
    public string? FileName { get; set; }

    /// <summary>Replaces existing files, but no file that was uploaded. All inputs are read before the first download.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private bool IsDone => Any && _finished > 0;

    private protected override async Task CheckParametersAsync()
    {
        await base.CheckParametersAsync();
        if (Destination is not null)
        {
            _names = await Exports.CreateNamesAsync(Paths.ResolveFolder(Destination), Force);
        }
    }

    private protected override ExportInput ReadInput() => base.ReadInput() with { FileName = FileName };

    private protected override async Task RunAsync(IAsyncEnumerable<ExportInput> inputs, CancellationToken stop)
    {
        using var progress = ExportWait.CreateProgress(Output, () => _waits, () => _finished);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var inputRead = new TaskCompletionSource<bool>();
        try
        {
            await ReadAsync().ForEachAsync(int.MaxValue, Output, export => StartAsync(export.Id, export.Input, inputRead.Task, end));
        }
        finally
        {
            if (_waits.Count > 0)
            {
                Exports.WarnIfStopped(_waits, FolderOf(FileName));
            }
        }

        async IAsyncEnumerable<(string Id, ExportInput Input)> ReadAsync()
        {
            await foreach (var export in ReadIdsAsync(inputs))
            {
                if (!IsDone)
                {
                    yield return export;
                }
            }

            inputRead.SetResult(true);
        }
    }

    private async Task StartAsync(string id, ExportInput input, Task inputRead, CancellationTokenSource end)
    {
        var folder = FolderOf(input.FileName);
        if (folder is null || Output.ShouldProcess(id, $"Wait for the export and download the video to the folder '{folder}'"))
        {
            ExportWait? wait = null;
            await Failures.ProcessAsync(
                id, async () => wait = await CreateWaitAsync(id, input, folder, Force ? inputRead : Task.CompletedTask));
            await (wait is null ? Task.CompletedTask : RunAsync(wait, end));
        }
    }

    /// <summary>The destination folder as it was specified; null for no download.</summary>
    private string? FolderOf(string? fileName) => Destination ?? (fileName is null ? null : ".");

    private async Task<ExportWait> CreateWaitAsync(string id, ExportInput input, string? folder, Task inputRead)
    {
        var origin = await Exports.FindOriginAsync(id, input.Item);
        if (folder is null)
        {
            return new ExportWait(id, origin, path: null, names: null, inputRead);
        }

        // No video replaces its clip, also if another computer uploaded the clip.
        _names ??= await Exports.CreateNamesAsync(Paths.ResolveFolder(folder), Force);
        origin.SourcePaths.ToList().ForEach(_names.Kept.Add);
        var path = input.FileName is null ? _names.Reserve(origin.Name ?? origin.SessionId ?? id, RenderOutput.Format)
            : _names.ReserveRelative(input.FileName, RenderOutput.Format);
        return new ExportWait(id, origin, path, _names, inputRead);
    }

    /// <summary>Waits for an export. After a failure, the others must still be downloaded.</summary>
    private async Task RunAsync(ExportWait wait, CancellationTokenSource end)
    {
        _waits.Add(wait);
        var run = wait.RunAsync(await Nemo.ResolveClientAsync(), Seconds(PollIntervalSec), Seconds(TimeoutSec), end.Token);
        await Task.WhenAny(run);
        Output.Calls.ThrowIfEnded();
        _waits.Remove(wait);
        if (!IsDone)
        {
            _finished++;
            await Failures.ProcessAloneAsync(wait.Id, async () => await Exports.WriteAsync(wait, await run));
        }

        if (IsDone)
        {
            end.Cancel();
        }
    }
}
