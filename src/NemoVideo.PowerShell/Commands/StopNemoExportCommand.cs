using System.Management.Automation;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Cancels exports that are not finished.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StopNemoExportCommand : ExportInputCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in InputIds().Where(id => ShouldProcess(id, "Cancel export")))
        {
            ProcessInput(id, () => WriteObject(new ExportRunner(this).Cancel(id)));
        }
    }
}
