using System.Management.Automation;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Looks at exports: those that are named, or all that were started over this connection or are left of an earlier process. Starts
/// nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "NemoExport", DefaultParameterSetName = AllSet)]
[OutputType(typeof(NemoExport))]
public sealed class GetNemoExportCommand : ExportInputCommand
{
    private const string AllSet = "All";

    private ExportRunner? _work;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var work = _work ??= new ExportRunner(this);
        foreach (var id in ParameterSetName == AllSet ? work.FindAll() : InputIds())
        {
            ProcessInput(id, () => WriteObject(work.Look(id)));
        }
    }
}
