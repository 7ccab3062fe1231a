using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that download the videos of exports.</summary>
public abstract class ExportDownloadCommand : ExportInputCommand
{
    private const string Extension = "mp4";

    private OutputFileNames? _names;

    /// <summary>
    /// The name of the file, or its path relative to the destination folder. The extension can be omitted. Default: the name of the session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NotBlank]
    public string? FileName { get; set; }

    /// <summary>Replaces existing files, but not the clip that the video was made from.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Sets the destination folder. A path that is not in the file system is a terminating error.</summary>
    private protected void SetFolder(string path) => _names ??= new OutputFileNames(FilePaths.ResolveFolder(this, path), Force);

    /// <summary>The full path of the video, which no other video of this command gets.</summary>
    private protected string ReservePath(string id, ExportOrigin origin)
    {
        if (origin.SourcePath is { } source)
        {
            _names!.KeptFiles.Add(source);
        }

        return FileName is null
            ? _names!.Reserve(origin.Name ?? origin.SessionId ?? id, Extension)
            : _names!.ReserveRelative(FileName, Extension);
    }
}
