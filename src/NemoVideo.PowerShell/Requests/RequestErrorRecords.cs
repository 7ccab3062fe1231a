namespace NemoVideo.PowerShell;

/// <content>The error records for requests in plain language.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NoExport(string? sessionId) => Create(
        "NemoNoExport", $"No exports{OfSession(sessionId)} have been started or retrieved through the current connection.",
        "Start an export with Start-NemoExport, or list the exports of all sessions with Get-NemoExport.", sessionId);

    public static ErrorRecord NoExportInProgress(string? sessionId) => Create(
        "NemoNoExportInProgress",
        $"No export was canceled, because the current connection has no exports in progress{OfSession(sessionId)}.",
        "List the exports of all sessions with Get-NemoExport, and then cancel an export with Stop-NemoExport -Id.", sessionId);

    public static ErrorRecord NoFileNamed(string request) => Create(
        "NemoNoFileNamed", $"The request {DisplayText.Quote(request)} asks for an upload but doesn't specify which file to upload.",
        "Put the file name in quotation marks in the request, or specify the file with -Path.", request);

    public static ErrorRecord UnclearPath(string request, bool isUpload) => Create(
        "NemoUnclearPath",
        $"The request {DisplayText.Quote(request)} doesn't clearly say which {(isUpload ? "files to upload" : "folder to download to")}, "
            + "so no action was taken.",
        isUpload ? "In the request, use only the word 'upload' and the file names, and enclose each name in quotation marks. Or specify "
            + "the files with -Path, and omit them from the request. To send the request as a message, use Invoke-NemoEdit."
            : "Enclose a path with spaces in quotation marks, or specify the folder with -Destination.",
        request);

    public static ErrorRecord AmbiguousRequest(string request, IReadOnlyList<string> cmdlets) => Create(
        "NemoAmbiguousRequest", $"The request {DisplayText.Quote(request)} isn't clear. It could be a request for "
            + $"{string.Join(" or ", cmdlets)}. No action was taken.",
        $"Use {string.Join(" or ", cmdlets)}. To send the request as a message anyway, repeat your command with -Force. "
            + "The message costs credits.",
        request);
}
