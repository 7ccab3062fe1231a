using NemoVideo.PowerShell.Completion;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>A cmdlet that accepts exports, by ID or from the pipeline.</summary>
public abstract class ExportInputCommand : ConnectionCommand
{
    private protected const string IdSet = "Id";
    private protected const string InputSet = "InputObject";

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

    private protected ExportRunner Exports => field ??= new ExportRunner(this);

    /// <inheritdoc/>
    protected override void BeginProcessing() => Exports.CheckIds(Id);

    /// <summary>The IDs of the current input; none after an error if it is not an export.</summary>
    private protected IEnumerable<string> InputIds() => ParameterSetName == InputSet ? Exports.ReadIds(InputObject) : Id;
}
