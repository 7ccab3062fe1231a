namespace NemoVideo.PowerShell.Errors;

/// <content>The error records for paths of files and folders.</content>
internal static partial class ErrorRecords
{
    private const string EncodingAction = "If the text comes from a CSV file, specify the encoding of the file with Import-Csv -Encoding, "
        + "such as windows-1252, or Default in Windows PowerShell.";

    /// <param name="path">The path.</param>
    /// <param name="isLiteral">Whether wildcards are part of the name.</param>
    /// <param name="match">Another path, which the path matches as a pattern; null for none.</param>
    public static ErrorRecord FileNotFound(string path, bool isLiteral, string? match = null) => Create(
        ErrorIds.FileNotFound, ErrorCategory.ObjectNotFound,
        $"The file '{path}' was not found.{(match is null ? "" : $" As a pattern, the path matches '{match}', which was not used.")}",
        path.Contains('\uFFFD') ? EncodingAction
            : match is not null ? "Check the path. The brackets in it are part of the name of an existing folder."
            : isLiteral && path.IndexOfAny(['*', '?', '[']) >= 0
                ? "Check the path. If the path contains wildcards, pass it as an argument to -Path instead of using -LiteralPath or the "
                    + "pipeline."
            : path.Contains("[") ? "If the brackets are part of the name, use -LiteralPath."
            : "Check that the path is correct.",
        path, NemoErrorKind.FileAccess);

    public static ErrorRecord FileStillWritten(string path) => Create(
        ErrorIds.FileAccess, ErrorCategory.OpenError, $"'{path}' was not used, because another program is still writing to it.",
        "Wait until the recording or the copy is complete, and then run the command again.", path, NemoErrorKind.FileAccess);

    public static ErrorRecord NotAFile(string path) => Create(
        ErrorIds.NotAFile, ErrorCategory.InvalidArgument,
        Directory.Exists(path) ? $"'{path}' is a folder, not a file." : $"'{path}' is not a file in the file system.",
        Directory.Exists(path)
            ? "To use the media files in a folder, specify the folder with -Path, or pipe Get-ChildItem -File to the cmdlet."
            : path.Contains("://") ? "To upload from an http or https URL, use Send-NemoUpload -Url or New-NemoVideo -Path."
            : "Specify the path of a file.",
        path, NemoErrorKind.FileAccess);

    public static ErrorRecord WrongEncoding(string parameter, object? target) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        $"The value of {parameter} contains the character U+FFFD, which replaces characters that couldn't be read. It was not used.",
        EncodingAction, target);

    public static ErrorRecord UnsupportedPicture(string path) =>
        UnsupportedExtension(path, [.. Pictures.Timelines.PictureFormat.All.Select(static format => format.Extension)], "./timeline.svg");

    public static ErrorRecord UnsupportedReport(string path, IReadOnlyList<string> supported) =>
        UnsupportedExtension(path, supported, "./report.html");

    private static ErrorRecord UnsupportedExtension(string path, IReadOnlyList<string> supported, string example) => Create(
        ErrorIds.UnsupportedPicture, ErrorCategory.InvalidArgument, $"'{path}' doesn't have a supported extension. The supported extensions are {string.Join(", ", supported.Take(supported.Count - 1))} and {supported[supported.Count - 1]}.",
        $"Specify a path with one of these extensions, such as {example}.", path);

    public static ErrorRecord NotAFolder(string path) => Create(ErrorIds.NotAFolder, ErrorCategory.InvalidArgument,
        $"'{path}' isn't a file system path.", "Specify a folder, such as ./out.", path, NemoErrorKind.FileAccess);
}
