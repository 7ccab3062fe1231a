namespace NemoVideo.PowerShell;

/// <summary>A cmdlet that accepts exports, by ID or from the pipeline.</summary>
public abstract class ExportInputCommand : ConnectionCommand<ExportInput>
{
    private protected const string IdSet = "Id";
    private protected const string InputSet = "InputObject";

    /// <summary>The export IDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(ExportCompleter)), Alias("ExportId"), ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>An export, live or deserialized, or an export ID.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true), AllowNull]
    public PSObject? InputObject { get; set; }

    private protected Exporter Exports => field ??= new Exporter(Output, Nemo, Sessions);

    private protected override Task CheckParametersAsync()
    {
        // In "… | Wait-NemoExport ./out", the folder is bound as an ID. This fails before anything upstream is charged.
        CommandException.ThrowIf(
            MyInvocation.ExpectingInput && MyInvocation.BoundParameters.ContainsKey(nameof(Id)), ErrorRecords.IdAndInput);
        var path = Id.FirstOrDefault(static id => id.IndexOfAny(['/', '\\']) >= 0);
        CommandException.ThrowIf(path is not null, () => ErrorRecords.PathInsteadOfId(path!));
        return Task.CompletedTask;
    }

    private protected override ExportInput ReadInput() => new(ParameterSetName == InputSet ? null : Id, InputObject);

    /// <summary>The exports of the inputs, with an error for each other object.</summary>
    private protected async IAsyncEnumerable<(string Id, ExportInput Input)> ReadIdsAsync(IAsyncEnumerable<ExportInput> inputs)
    {
        await foreach (var input in inputs)
        {
            foreach (var id in input.Ids ?? (Exports.ReadId(input.Item) is { } found ? [found] : []))
            {
                yield return (id, input);
            }
        }
    }
}

/// <summary>What an input of a cmdlet for exports bound.</summary>
/// <param name="Ids">The export IDs; null if the object has one.</param>
/// <param name="Item">The object in the pipeline; null for none.</param>
/// <param name="FileName">The name of the video; null for none.</param>
public sealed record ExportInput(IReadOnlyList<string>? Ids, PSObject? Item, string? FileName = null);
