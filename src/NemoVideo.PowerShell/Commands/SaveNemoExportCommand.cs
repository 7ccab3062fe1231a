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
        Exports.SetFolder(Destination, Force);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in InputIds().Where(id => ShouldProcess(id, $"Download the video to the folder '{Destination}'")))
        {
            Inputs.Process(
                id,
                () =>
                {
                    var origin = Exports.FindOrigin(id, InputObject);
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
    private protected override void CompleteInput() =>
        _held.ForEach(one => Inputs.Process(one.Id, () => Save(one.Id, one.Origin, one.FileName)));

    private void Save(string id, ExportOrigin origin, string? fileName)
    {
        var connection = ResolveConnection();
        var job = Calls.Wait(token => connection.Client.GetRenderAsync(id, token));
        if (job.Status != RenderStatus.Completed)
        {
            var unsaved = new NemoExport(job, origin);
            WriteError(job.IsLost ? ErrorRecords.ExportFailed(unsaved) : ErrorRecords.ExportNotFinished(unsaved));
            return;
        }

        var path = Exports.ReservePath(id, origin, fileName);
        using var line = new TransferLine(this, "Downloading", Path.GetFileName(path));
        var saved = Calls.Wait(token => connection.Client.SaveRenderAsync(job, Exports.Names!, path, line, token), line);
        WriteObject(connection.Remember(new NemoExport(job, origin, saved, line.Latest.Bytes)));
    }
}
