using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that download the videos of exports.</summary>
public abstract class ExportDownloadCommand : ExportInputCommand
{
    private const string Extension = "mp4";

    /// <summary>The names of the videos; null for no download.</summary>
    private protected OutputFileNames? Names { get; private set; }

    /// <summary>
    /// The name of the file, or its path relative to the destination folder. The extension can be omitted. Default: the name of the session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NotBlank]
    public string? FileName { get; set; }

    /// <summary>Replaces existing files, but no file that was uploaded. All inputs are read before the first download.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Sets the destination folder. A path that is not in the file system is a terminating error.</summary>
    private protected void SetFolder(string path) => Names ??= CreateNames(path, Force);

    /// <summary>
    /// Finds the origin of an input. The video of no export replaces a clip of this one, also if another computer uploaded the clip.
    /// </summary>
    private protected ExportOrigin FindOrigin(string id)
    {
        var origin = Exports.FindOrigin(id, InputObject);
        foreach (var source in origin.SourcePaths)
        {
            Names?.Keep(source);
        }

        return origin;
    }

    /// <summary>The full path of the video, which no other video of this command gets.</summary>
    private protected string ReservePath(string id, ExportOrigin origin, string? fileName) => fileName is null
        ? Names!.Reserve(origin.Name ?? origin.SessionId ?? id, Extension)
        : Names!.ReserveRelative(fileName, Extension);
}
