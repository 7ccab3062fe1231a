using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Downloads finished exports. It doesn't wait for exports in progress.</summary>
[Cmdlet(VerbsData.Save, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class SaveNemoExportCommand : ExportDownloadCommand
{
    private readonly List<(string Id, ExportOrigin Origin, string? FileName)> _held = [];

    /// <summary>The folder for the videos, created if it doesn't exist. Default: the current folder.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Alias("OutputPath", "OutDir")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        SetFolder(Destination);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in InputIds().Where(id => ShouldProcess(id, $"Download the video to the folder '{Destination}'")))
        {
            ProcessInput(
                id,
                () =>
                {
                    var origin = FindOrigin(id);
                    if (Force)
                    {
                        // The video could replace the clip of an export that is read later.
                        _held.Add((id, origin, FileName));
                    }
                    else
                    {
                        Save(id, origin, FileName);
                    }
                },
                isComplete: !Force);
        }
    }

    /// <inheritdoc/>
    private protected override void EndInput() => _held.ForEach(one => ProcessInput(one.Id, () => Save(one.Id, one.Origin, one.FileName)));

    private void Save(string id, ExportOrigin origin, string? fileName)
    {
        var connection = ResolveConnection();
        var job = Wait(token => connection.Client.GetRenderAsync(id, token));
        if (job.Status != RenderStatus.Completed)
        {
            var unsaved = new NemoExport(job, origin);
            WriteError(job.IsLost ? ErrorRecords.ExportFailed(unsaved) : ErrorRecords.ExportNotFinished(unsaved));
            return;
        }

        var path = ReservePath(id, origin, fileName);
        var download = new Transfer(Path.GetFileName(path));
        using var line = new ProgressLine(this, "Downloading", download.Read);
        var saved = Wait(token => connection.Client.SaveRenderAsync(job, Names!, path, download, token), line);
        WriteObject(connection.Remember(new NemoExport(job, origin, saved, download.Latest.Bytes)));
    }
}
