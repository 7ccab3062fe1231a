using NemoVideo.Pictures.Reports;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Writes the results of New-NemoVideo to one HTML page.</summary>
[Cmdlet(VerbsData.Export, "NemoReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNemoReportCommand : NemoCommand<object[]>
{
    private static readonly string[] Extensions = [".html", ".htm"];
    private string _path = "";

    /// <summary>The results of New-NemoVideo. The events of the edits are skipped.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true), AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The path of the file, with the extension .html or .htm.</summary>
    [Parameter(Mandatory = true, Position = 0), NotBlank]
    public string Path { get; set; } = "";

    /// <summary>Replaces an existing file. Otherwise, the file gets the next free name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task CheckParametersAsync()
    {
        // Before a video upstream is charged.
        _path = Paths.ResolveFile(Path);
        CommandException.ThrowIf(
            !Extensions.Contains(System.IO.Path.GetExtension(_path), StringComparer.OrdinalIgnoreCase),
            () => ErrorRecords.UnsupportedReport(Path, Extensions));
        return Task.CompletedTask;
    }

    private protected override object[] ReadInput() =>
        [.. (LanguagePrimitives.GetEnumerable(InputObject) ?? new[] { InputObject }).Cast<object?>().Select(static item => item ?? "")];

    private protected override async Task RunAsync(IAsyncEnumerable<object[]> inputs, CancellationToken stop)
    {
        List<ReportJob> jobs = [];
        PSObject? lastEvent = null;
        await foreach (var item in inputs)
        {
            foreach (var result in item.Select(PSObject.AsPSObject))
            {
                if (PipedObject.IsEvent(result))
                {
                    lastEvent = result;
                }
                else if (PipedObject.IsVideoResult(result) && PipedVideo.Read(result) is { } job)
                {
                    jobs.Add(job);
                }
                else
                {
                    Output.WriteError(ErrorRecords.NoResultInInput(result));
                }
            }
        }

        if (jobs.Count == 0 && lastEvent is not null)
        {
            Output.WriteError(ErrorRecords.NoResultInInput(lastEvent));
        }
        else if ((jobs.Count > 0 || Output.ErrorCount == 0) && Output.ShouldProcess(_path, "Write the report to the file"))
        {
            await Failures.ProcessAloneAsync(_path, () => WriteAsync(jobs, stop));
        }
    }

    /// <summary>Waits for the frames of the videos, which take most of the time.</summary>
    private async Task WriteAsync(List<ReportJob> jobs, CancellationToken stop)
    {
        var read = 0;
        using var line = Output.Display.Show(new ProgressLine(
            Output, "Creating the report", () => ($"Read frames from {VideoInputs.Count(read)}", 100 * read / Math.Max(1, jobs.Count))));
        var folder = System.IO.Path.GetDirectoryName(_path)!;
        var page = await HtmlReport.DrawAsync(jobs, folder, new Progress<int>(count => read = count), stop);
        Output.WriteFile(new OutputFileNames(folder, Force).Write(System.IO.Path.GetFileName(_path), page));
    }
}
