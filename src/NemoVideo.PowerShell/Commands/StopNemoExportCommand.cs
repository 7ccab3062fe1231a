using System.Management.Automation;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Cancels exports that are not finished.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NemoExport", SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StopNemoExportCommand : NemoCommand
{
    /// <summary>The exports' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ExportId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in Id.Where(id => ShouldProcess(id, "Cancel export")))
        {
            ForInput(id, () =>
            {
                var connection = ResolveConnection();
                Wait(token => connection.Client.CancelRenderAsync(id, token));
                var job = Wait(token => connection.Client.GetRenderAsync(id, token));
                WriteObject(connection.Update(job));
            });
        }
    }
}
