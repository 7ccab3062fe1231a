using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that work on exports, named by their ids or taken from the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ExportInputCommand : NemoCommand
{
    private protected const string IdSet = "Id";
    private protected const string InputSet = "InputObject";

    /// <summary>The exports' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(ExportCompleter))]
    [Alias("ExportId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>An export, also one that was exported to a file, or an export's id.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Before anything upstream has run, and been paid for: "… | Wait-NemoExport ./out" has a folder for an id.
        if (MyInvocation.ExpectingInput && MyInvocation.BoundParameters.ContainsKey(nameof(Id)))
        {
            ThrowTerminatingError(ErrorRecords.IdAndInput());
        }

        if (Id.FirstOrDefault(static id => id.IndexOfAny(['/', '\\']) >= 0) is { } path)
        {
            ThrowTerminatingError(ErrorRecords.PathInsteadOfId(path));
        }
    }

    /// <summary>The ids of this input; an error where it is no export.</summary>
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
