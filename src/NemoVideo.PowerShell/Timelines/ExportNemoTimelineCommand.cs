using NemoVideo.Pictures.Timelines;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Writes pictures of timelines, and their texts, to files.</summary>
[Cmdlet(VerbsData.Export, "NemoTimeline", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNemoTimelineCommand : NemoCommand<TimelineInput>
{
    private readonly Dictionary<string, OutputFileNames> _folders = [];

    /// <summary>The timeline: a NemoState, or the NemoEditResult of an edit. Other events of an edit are skipped.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The path of the file. Its extension specifies the format: .svg, .html, .otio, .srt or .vtt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true), NotBlank]
    public string Path { get; set; } = "";

    /// <summary>Replaces an existing file. Otherwise, the file gets the next free name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task CheckParametersAsync()
    {
        // Before an edit upstream is charged. A script block has no value yet.
        CommandException.ThrowIf(Path.Length > 0 && PictureFormat.Find(Path) is null, () => ErrorRecords.UnsupportedPicture(Path));
        return Task.CompletedTask;
    }

    private protected override TimelineInput ReadInput() => new(InputObject, Path);

    private protected override Task RunAsync(IAsyncEnumerable<TimelineInput> inputs, CancellationToken stop) =>
        inputs.ForEachAsync(1, Output, input =>
        {
            var (item, path) = input;
            if (PipedObject.IsEvent(item) && !PipedObject.IsResult(item))
            {
                return Task.CompletedTask;
            }

            if (!PipedObject.IsState(item) && !PipedObject.IsResult(item))
            {
                Output.WriteError(ErrorRecords.NoTimelineInInput(item));
                return Task.CompletedTask;
            }

            return WriteAsync(item, path, stop);
        });

    private async Task WriteAsync(PSObject item, string path, CancellationToken stop)
    {
        try
        {
            var format = PictureFormat.Find(path) ?? throw new CommandException(ErrorRecords.UnsupportedPicture(path));
            var full = Paths.ResolveFile(path);
            if (Output.ShouldProcess(full, "Write the timeline to the file"))
            {
                await Failures.ProcessAloneAsync(full, () =>
                {
                    var picture = PipedState.PictureOf(item);
                    Output.WriteFile(NamesOf(full).Write(System.IO.Path.GetFileName(full), format.Draw(picture, stop)));
                    return Task.CompletedTask;
                });
            }
        }
        catch (CommandException invalid)
        {
            Output.WriteError(invalid.Error);
        }
    }

    private OutputFileNames NamesOf(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        var key = PathRules.KeyOf(folder);
        return _folders.TryGetValue(key, out var names) ? names : _folders[key] = new OutputFileNames(folder, Force);
    }
}

/// <summary>What an input of Export-NemoTimeline bound.</summary>
/// <param name="Item">The object in the pipeline.</param>
/// <param name="Path">The path of the file.</param>
public sealed record TimelineInput(PSObject Item, string Path);
