using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Cancels exports that aren't finished.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StopNemoExportCommand : ExportInputCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in InputIds().Where(id => ShouldProcess(id, "Cancel export")))
        {
            Inputs.Process(id, () => WriteObject(Exports.Cancel(id, InputObject)));
        }
    }
}
