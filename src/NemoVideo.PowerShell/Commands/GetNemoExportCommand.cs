using System.Management.Automation;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Looks at exports: by id, or at all that were started over this connection. Starts nothing.</summary>
[Cmdlet(VerbsCommon.Get, "NemoExport", DefaultParameterSetName = AllSet)]
[OutputType(typeof(NemoExport))]
public sealed class GetNemoExportCommand : NemoCommand
{
    private const string AllSet = "All";
    private const string IdSet = "Id";

    /// <summary>The exports' ids; without it, all that were started over this connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ExportId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var connection = ResolveConnection();
        foreach (var id in ParameterSetName == IdSet ? Id : connection.Exports.Select(static export => export.Id).ToArray())
        {
            ForInput(id, () =>
            {
                var job = Wait(token => connection.Client.GetRenderAsync(id, token));
                WriteObject(connection.Update(job));
            });
        }
    }
}
