namespace NemoVideo.PowerShell;

/// <content>The error records for paths of files and folders.</content>
internal static partial class ErrorRecords
{
    private const string EncodingAction = "If the text comes from a CSV file, specify the encoding of the file with Import-Csv -Encoding, "
        + "such as windows-1252, or Default in Windows PowerShell.";

    /// <param name="path">The path.</param>
    /// <param name="isLiteral">Whether wildcards are part of the name.</param>
    /// <param name="match">Another path, which the path matches as a pattern; null for none.</param>
    public static ErrorRecord FileNotFound(string path, bool isLiteral, string? match = null) => Create(
        "NemoFileNotFound",
        $"The file '{path}' was not found.{(match is null ? "" : $" As a pattern, the path matches '{match}', which was not used.")}",
        path.Contains('\uFFFD') ? EncodingAction
            : match is not null ? "Check the path. The brackets in it are part of the name of an existing folder."
            : isLiteral && path.IndexOfAny(['*', '?', '[']) >= 0
                ? "Check the path. If the path contains wildcards, pass it as an argument to -Path instead of using -LiteralPath or the "
                    + "pipeline."
            : path.Contains("[") ? "If the brackets are part of the name, use -LiteralPath."
            : "Check that the path is correct.",
        path);

    public static ErrorRecord FileStillWritten(string path) => Create(
        "NemoFileInUse", $"'{path}' was not used, because another program is still writing to it.",
        "Wait until the recording or the copy is complete, and then run the command again.", path);

    /// <param name="path">The path.</param>
    /// <param name="missingDrive">The drive of the path if it doesn't exist.</param>
    public static ErrorRecord NotAFile(string path, string? missingDrive = null) =>
        missingDrive is not null ? DriveNotFound("NemoNotAFile", path, missingDrive)
        : Directory.Exists(path) ? Create("NemoNotAFile", $"'{path}' is a folder, not a file.",
            "To use the media files in a folder, specify the folder with -Path, or pipe Get-ChildItem -File to the cmdlet.", path)
        : Create("NemoNotAFile", $"'{path}' is not a file in the file system.", path.Contains("://")
            ? "To upload from an http or https URL, use Send-NemoUpload -Url or New-NemoVideo -Path." : "Specify the path of a file.", path);

    /// <inheritdoc cref="NotAFile"/>
    public static ErrorRecord NotAFolder(string path, string? missingDrive = null) =>
        missingDrive is not null ? DriveNotFound("NemoNotAFolder", path, missingDrive)
        : Create("NemoNotAFolder", $"'{path}' isn't a file system path.", "Specify a folder, such as ./out.", path);

    private static ErrorRecord DriveNotFound(string id, string path, string drive) => Create(
        id, $"The drive '{drive}' doesn't exist, so '{path}' was not found.", "Check the path. To list the drives, run Get-PSDrive.", path);

    public static ErrorRecord FolderWithoutFile(string folder) => Create(
        "NemoNoFileNamed", $"The folder '{folder}' contains no files of an accepted type.",
        "Check the folder and its permissions. Files in its subfolders aren't used.", folder);

    public static ErrorRecord WrongEncoding(string parameter, object? target) => Invalid(
        $"The value of {parameter} contains the character U+FFFD, which replaces characters that couldn't be read. It was not used.",
        EncodingAction, target);

    public static ErrorRecord UnsupportedPicture(string path) =>
        UnsupportedExtension(path, [.. Pictures.Timelines.PictureFormat.All.Select(static format => format.Extension)], "./timeline.svg");

    public static ErrorRecord UnsupportedReport(string path, IReadOnlyList<string> supported) =>
        UnsupportedExtension(path, supported, "./report.html");

    private static ErrorRecord UnsupportedExtension(string path, IReadOnlyList<string> supported, string example) => Create(
        "NemoUnsupportedPicture", $"'{path}' doesn't have a supported extension. Supported are {string.Join(", ", supported)}.",
        $"Specify a path with one of these extensions, such as {example}.", path);

    public static ErrorRecord NoTimelineInInput(object? input) => WrongInput(
        "NemoNoTimelineInInput", input, "is neither a timeline nor the result of an edit",
        "Pipe the output of Get-NemoState or Invoke-NemoEdit to the cmdlet. To get the timeline of a video that New-NemoVideo created, "
            + "pass the SessionId of the video to Get-NemoState -Session.");
}
