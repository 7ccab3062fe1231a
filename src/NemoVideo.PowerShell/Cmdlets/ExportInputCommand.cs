using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that accept exports, by ID or from the pipeline.</summary>
public abstract class ExportInputCommand : NemoCommand
{
    private protected const string IdSet = "Id";
    private protected const string InputSet = "InputObject";

    private ExportRunner? _exports;

    /// <summary>The export IDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(ExportCompleter))]
    [Alias("ExportId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>An export, live or deserialized, or an export ID.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    private protected ExportRunner Exports => _exports ??= new ExportRunner(this);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // In "… | Wait-NemoExport ./out", the folder is bound as an ID. This fails before anything upstream is charged.
        ThrowIf(MyInvocation.ExpectingInput && MyInvocation.BoundParameters.ContainsKey(nameof(Id)), ErrorRecords.IdAndInput);
        var path = Id.FirstOrDefault(static id => id.IndexOfAny(['/', '\\']) >= 0);
        ThrowIf(path is not null, () => ErrorRecords.PathInsteadOfId(path!));
    }

    /// <summary>The IDs of the current input; none after an error if it is not an export.</summary>
    private protected IEnumerable<string> InputIds()
    {
        if (ParameterSetName != InputSet)
        {
            return Id;
        }

        if (PipedObject.ExportIdOf(InputObject) is { } id)
        {
            return [id];
        }

        WriteError(ErrorRecords.NoExportInInput(InputObject));
        return [];
    }
}
