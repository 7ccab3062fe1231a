using NemoVideo.Pictures.Timelines;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Writes pictures of timelines to files.</summary>
[Cmdlet(VerbsData.Export, "NemoTimeline", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNemoTimelineCommand : NemoCommand
{
    private readonly Dictionary<string, OutputFileNames> _folders = [];

    /// <summary>The timeline: a NemoState, or the NemoEditResult of an edit. Other events of an edit are skipped.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The path of the file. Its extension specifies the format: .svg, .html or .otio.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [NotBlank]
    public string Path { get; set; } = "";

    /// <summary>Replaces an existing file. Otherwise, the file gets the next free name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Before an edit upstream is charged. A script block has no value yet.
        if (Path.Length > 0)
        {
            ThrowIf(PictureFormat.Find(Path) is null, () => ErrorRecords.UnsupportedPicture(Path));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (PipedObject.IsEvent(InputObject) && !PipedObject.IsResult(InputObject))
        {
            return;
        }

        if (!PipedObject.IsState(InputObject) && !PipedObject.IsResult(InputObject))
        {
            WriteError(ErrorRecords.NoTimelineInInput(InputObject));
        }
        else if (PictureFormat.Find(Path) is not { } format)
        {
            WriteError(ErrorRecords.UnsupportedPicture(Path));
        }
        else if (FilePaths.TryResolveFile(this, Path) is { } path && ShouldProcess(path, "Write the timeline to the file"))
        {
            try
            {
                var picture = PipedState.PictureOf(InputObject);
                WriteObject(new FileInfo(NamesOf(path).Write(System.IO.Path.GetFileName(path), format.Draw(picture, Calls.StopToken))));
            }
            catch (OperationCanceledException) when (Calls.StopToken.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }
            catch (NemoException exception)
            {
                WriteError(ErrorRecords.From(exception, path));
            }
        }
    }

    private OutputFileNames NamesOf(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        var key = PathRules.KeyOf(folder);
        return _folders.TryGetValue(key, out var names) ? names : _folders[key] = new OutputFileNames(folder, Force);
    }
}
