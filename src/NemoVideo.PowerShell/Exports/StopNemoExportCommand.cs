namespace NemoVideo.PowerShell.Commands;

/// <summary>Cancels exports that aren't finished.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NemoExport", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StopNemoExportCommand : ExportInputCommand
{
    private protected override Task RunAsync(IAsyncEnumerable<ExportInput> inputs, CancellationToken stop) =>
        ReadIdsAsync(inputs).ForEachAsync(1, Output, async export =>
        {
            if (Output.ShouldProcess(export.Id, "Cancel export"))
            {
                await Failures.ProcessAsync(
                    export.Id, async () => Output.Write(await Exports.CancelAsync(export.Id, export.Input.Item)));
            }
        });
}
