using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns exports by ID, or all exports of this connection and those of previous processes that were not downloaded.</summary>
[Cmdlet(VerbsCommon.Get, "NemoExport", DefaultParameterSetName = AllSet)]
[OutputType(typeof(NemoExport))]
public sealed class GetNemoExportCommand : ExportInputCommand
{
    private const string AllSet = "All";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in ParameterSetName == AllSet ? Exports.ListIds() : InputIds())
        {
            Inputs.Process(id, () => WriteObject(Exports.List(id, InputObject)));
        }
    }
}
