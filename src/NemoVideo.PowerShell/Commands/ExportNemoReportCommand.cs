using NemoVideo.Pictures.Reports;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Writes the results of New-NemoVideo to one HTML page.</summary>
[Cmdlet(VerbsData.Export, "NemoReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNemoReportCommand : NemoCommand
{
    private static readonly string[] Extensions = [".html", ".htm"];
    private readonly List<ReportJob> _jobs = [];
    private PSObject? _event;
    private string _path = "";

    /// <summary>The results of New-NemoVideo. The events of the edits are skipped.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The path of the file, with the extension .html or .htm.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NotBlank]
    public string Path { get; set; } = "";

    /// <summary>Replaces an existing file. Otherwise, the file gets the next free name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the path before a video upstream is charged.</summary>
    protected override void BeginProcessing()
    {
        _path = FilePaths.ResolveFile(this, Path);
        ThrowIf(
            !Extensions.Contains(System.IO.Path.GetExtension(_path), StringComparer.OrdinalIgnoreCase),
            () => ErrorRecords.UnsupportedReport(Path, Extensions));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in (LanguagePrimitives.GetEnumerable(InputObject) ?? new[] { InputObject }).Cast<object?>())
        {
            var result = PSObject.AsPSObject(item ?? "");
            if (PipedObject.IsEvent(result))
            {
                _event = result;
            }
            else if (PipedObject.IsVideoResult(result) && PipedVideo.Read(result) is { } job)
            {
                _jobs.Add(job);
            }
            else
            {
                WriteError(ErrorRecords.NoResultInInput(result));
            }
        }
    }

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        if (_jobs.Count == 0 && (_event is not null || ErrorCount > 0))
        {
            if (_event is not null)
            {
                WriteError(ErrorRecords.NoResultInInput(_event));
            }
        }
        else if (ShouldProcess(_path, "Write the report to the file"))
        {
            try
            {
                var folder = System.IO.Path.GetDirectoryName(_path)!;
                WriteObject(new FileInfo(new OutputFileNames(folder, Force).Write(System.IO.Path.GetFileName(_path), Draw(folder))));
            }
            catch (NemoException exception)
            {
                WriteError(ErrorRecords.From(exception, _path));
            }
        }
    }

    /// <summary>Waits for the frames of the videos, which take most of the time.</summary>
    private string Draw(string folder)
    {
        var read = 0;
        using var line = new ProgressLine(
            this, "Creating the report", () => ($"Read frames from {VideoInputs.Count(read)}", 100 * read / Math.Max(1, _jobs.Count)));
        var progress = new Progress<int>(count => read = count);
        return Calls.Wait(token => HtmlReport.DrawAsync(_jobs, folder, progress, token), line);
    }
}
