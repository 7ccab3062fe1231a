using System.Management.Automation;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Downloads finished exports. It waits for none: Wait-NemoExport -Destination does both.</summary>
[Cmdlet(VerbsData.Save, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class SaveNemoExportCommand : ExportInputCommand
{
    private OutputFileNames? _names;
    private ExportRunner? _work;

    /// <summary>The folder that videos are downloaded to; it is made where it is missing. Default: the current one.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>Replaces files that are already there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _names = new OutputFileNames(FilePaths.ResolveFolder(this, Destination)!, Force);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in InputIds().Where(id => ShouldProcess(id, $"Download to {Destination}")))
        {
            ProcessInput(id, () => Save(id));
        }
    }

    private void Save(string id)
    {
        var connection = ResolveConnection();
        var known = (_work ??= new ExportRunner(this)).Known(id);
        var sessionId = PipedObject.TextOf(InputObject, "SessionId") ?? known.SessionId;
        var name = PipedObject.TextOf(InputObject, "Name") ?? known.Name;
        var job = Wait(token => connection.Client.GetRenderAsync(id, token));
        if (job.Status != RenderStatus.Completed)
        {
            var open = new NemoExport(job, sessionId, name);
            WriteError(job.Status == RenderStatus.Failed ? ErrorRecords.ExportFailed(open) : ErrorRecords.ExportNotFinished(open));
            return;
        }

        var path = _names!.Reserve(name ?? sessionId ?? id, "mp4");
        using var line = new TransferLine(this, "Downloading", Path.GetFileName(path));
        Wait(token => connection.Client.SaveRenderAsync(job, path, Force, line, token), line);
        var export = new NemoExport(job, sessionId, name, path, line.Latest.Bytes);
        connection.Remember(export);
        WriteObject(export);
    }
}
