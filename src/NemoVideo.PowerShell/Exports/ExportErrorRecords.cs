namespace NemoVideo.PowerShell;

/// <content>The error records for exports.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord IdAndInput() => Conflict(
        "NemoIdAndInput", "-Id", "pipeline input",
        "Omit -Id. To download videos to a folder, use Wait-NemoExport with -Destination.");

    public static ErrorRecord PathInsteadOfId(string path) => Create(
        "NemoPathInsteadOfId", $"'{path}' is a {(path.Contains("://") ? "URL" : "path")}, not an export ID.",
        "Specify an export ID. To download a video to a folder, use Wait-NemoExport with -Destination.", path);

    public static ErrorRecord NoExportInInput(object? input) => WrongInput(
        "NemoNoExportInInput", input, "is neither an export nor an export ID",
        "Pipe the output of Start-NemoExport to the cmdlet, or specify an export ID with -Id.");

    public static ErrorRecord ExportFailed(NemoExport export) => Create(
        "NemoExportFailed",
        Sentence($"The export '{export.Id}' " + (export.Status == nameof(RenderStatus.Canceled) ? "was canceled"
            : $"failed: {export.Error ?? "the service did not report a reason"}")),
        "Start another export with Start-NemoExport.", export, kind: NemoErrorKind.RenderFailed);
}
