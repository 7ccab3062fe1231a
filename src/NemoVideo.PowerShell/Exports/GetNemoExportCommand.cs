namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns exports by ID, or all exports of this connection and those of previous processes that were not downloaded.</summary>
[Cmdlet(VerbsCommon.Get, "NemoExport", DefaultParameterSetName = AllSet)]
[OutputType(typeof(NemoExport))]
public sealed class GetNemoExportCommand : ExportInputCommand
{
    private const string AllSet = "All";

    private protected override async Task RunAsync(IAsyncEnumerable<ExportInput> inputs, CancellationToken stop)
    {
        foreach (var id in ParameterSetName == AllSet ? await Exports.ListIdsAsync() : [])
        {
            await WriteAsync(id, input: null);
        }

        await ReadIdsAsync(inputs).ForEachAsync(1, Output, export => WriteAsync(export.Id, export.Input.Item));
    }

    private Task<bool> WriteAsync(string id, PSObject? input) =>
        Failures.ProcessAsync(id, async () => Output.Write(await Exports.GetAsync(id, input), Exporter.ListView));
}
