using System.Management.Automation;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Waits for exports, many at once, and gives each when it is finished; with -Destination it downloads them. It never
/// starts one.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class WaitNemoExportCommand : ExportInputCommand
{
    private readonly Dictionary<Task<RenderJob>, ExportWait> _open = [];
    private OutputFileNames? _names;
    private ExportRunner? _work;
    private int _finished;

    /// <summary>The folder that finished videos are downloaded to; it is made where it is missing.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Replaces files that are already there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The pause between two looks at an export, in seconds. Default: the connection's, 30.</summary>
    [Parameter]
    [ValidateRange(0.01, 3600.0)]
    public double? PollIntervalSec { get; set; }

    /// <summary>
    /// How long to wait for each export at most, in seconds, its download apart; the export goes on at the service. Default:
    /// the connection's, 1800.
    /// </summary>
    [Parameter]
    [ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>Ends with the first export that is finished; the others go on at the service.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    private bool IsThrough => Any && _finished > 0;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Destination is not null && FilePaths.ResolveFolder(this, Destination) is { } folder)
        {
            _names = new OutputFileNames(folder, Force);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in InputIds().TakeWhile(_ => !IsThrough))
        {
            if (_names is null || ShouldProcess(id, $"Wait and download to {Destination}"))
            {
                ProcessInput(id, () => StartWait(id));
            }
        }

        WriteFinished();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        using var progress = new ExportProgress(this, () => _open.Values, () => _finished);
        while (_open.Count > 0 && !IsThrough)
        {
            WaitForAny([.. _open.Keys], progress);
            WriteFinished();
        }

        EndRunning();
    }

    private void StartWait(string id)
    {
        var connection = ResolveConnection();
        var known = (_work ??= new ExportRunner(this)).Known(id);
        var sessionId = PipedObject.TextOf(InputObject, "SessionId") ?? known.SessionId;
        var name = PipedObject.TextOf(InputObject, "Name") ?? known.Name;
        var video = FindVideo(connection, sessionId, id);
        var path = video ?? _names?.Reserve(name ?? sessionId ?? id, "mp4", isNumbered: sessionId is not null && connection.IsOfResumingRun(sessionId));
        var wait = new ExportWait(id, sessionId, name, path, video);
        _open.Add(Begin(token => wait.RunAsync(connection.Client, Seconds(PollIntervalSec), Seconds(TimeoutSec), Force, token)), wait);
    }

    /// <summary>The video that was brought to the destination before, whatever its name became there, of a run with -Resume.</summary>
    private string? FindVideo(NemoConnection connection, string? sessionId, string id) =>
        _names is not null && sessionId is not null && connection.IsOfResumingRun(sessionId)
        && Wait(token => connection.Client.Earlier.FindVideoAsync(id, _names.Folder, token)) is { } video && _names.TryReserve(video)
            ? video : null;

    private static TimeSpan? Seconds(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    private void WriteFinished()
    {
        var isThrough = false;
        try
        {
            foreach (var task in _open.Keys.Where(static task => task.IsCompleted).ToArray().TakeWhile(_ => !IsThrough))
            {
                var wait = _open[task];
                _open.Remove(task);
                _finished++;
                WriteOutcome(task, wait);
            }

            isThrough = true;
        }
        finally
        {
            if (!isThrough)
            {
                // Select-Object -First leaves from within a write, and nobody waits for the others any more.
                EndRunning();
            }
        }
    }

    private void WriteOutcome(Task<RenderJob> task, ExportWait wait)
    {
        try
        {
            Write(wait, Wait(_ => task));
        }
        catch (NemoException exception)
        {
            // Never terminating: the other exports are still to be brought home.
            WriteError(ErrorRecords.From(exception, wait.Id, Describe(wait.Id)));
        }
        catch (Exception exception) when (IsUnexpected(exception))
        {
            WriteError(ErrorRecords.Unexpected(exception, wait.Id));
        }
    }

    private void Write(ExportWait wait, RenderJob job)
    {
        var isSaved = wait.Path is not null && job.Status == RenderStatus.Completed;
        var export = new NemoExport(
            job, wait.SessionId, wait.Name, isSaved ? wait.Path : null, isSaved ? wait.ByteCount : null);
        ResolveConnection().Remember(export);
        if (job.Status == RenderStatus.Failed)
        {
            WriteError(ErrorRecords.ExportFailed(export));
        }

        WriteObject(export);
    }
}
