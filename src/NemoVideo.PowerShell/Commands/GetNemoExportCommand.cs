using System.Management.Automation;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Work;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Looks at exports: those that are named, or all that were started over this connection. Starts nothing.</summary>
[Cmdlet(VerbsCommon.Get, "NemoExport", DefaultParameterSetName = AllSet)]
[OutputType(typeof(NemoExport))]
public sealed class GetNemoExportCommand : ExportInputCommand
{
    private const string AllSet = "All";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ids = ParameterSetName == AllSet
            ? FindConnection()?.Exports.Select(static export => export.Id) ?? []
            : InputIds();
        foreach (var id in ids)
        {
            ForInput(id, () => WriteObject(new ExportWork(this).Look(id)));
        }
    }
}
