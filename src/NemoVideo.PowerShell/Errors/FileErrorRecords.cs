namespace NemoVideo.PowerShell.Errors;

/// <content>The error records for paths of files and folders.</content>
internal static partial class ErrorRecords
{
    /// <summary>The error for an item of the service, or for a text that the service sent as the path of a file.</summary>
    public static ErrorRecord ServiceInput(object input) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        $"For security reasons, text that the service returned can't be used as a path or as an input object. The text is {QuotedInput(input)}.",
        "To use an existing file or folder, pipe it from Get-Item -LiteralPath. To upload from a URL, use Send-NemoUpload -Url.", input);

    public static ErrorRecord FileNotFound(string path, bool isLiteral) => Create(
        ErrorIds.FileNotFound, ErrorCategory.ObjectNotFound, $"The file '{path}' was not found.",
        path.Contains("://") ? "To upload from an http or https URL, use Send-NemoUpload -Url or New-NemoVideo -Path."
            : isLiteral && (path[0] == '~' || path.IndexOfAny(['*', '?', '[', ':']) >= 0)
                ? "Check the path. If the path contains wildcards, a tilde (~), or a PowerShell drive, pass it as an argument to -Path "
                    + "instead of using -LiteralPath or the pipeline."
            : path.Contains("[") ? "If the brackets are part of the name, use -LiteralPath."
            : "Check that the path is correct.",
        path, NemoErrorKind.FileAccess);

    public static ErrorRecord NotAFile(string path) => Create(
        ErrorIds.NotAFile, ErrorCategory.InvalidArgument,
        Directory.Exists(path) ? $"'{path}' is a folder, not a file." : $"'{path}' is not a file in the file system.",
        Directory.Exists(path) ? "To upload the files in a folder, pipe Get-ChildItem -File to the cmdlet." : "Specify the path of a file.",
        path, NemoErrorKind.FileAccess);

    public static ErrorRecord FolderNotReadable(string path, Exception reason) => Create(
        ErrorIds.FileAccess, ErrorCategory.OpenError, Sentence($"The folder '{path}' can't be read: {reason.Message}"),
        "Check the permissions on the folder.", path, NemoErrorKind.FileAccess, reason);

    public static ErrorRecord BackslashInName(string path) => Create(ErrorIds.FileAccess, ErrorCategory.OpenError,
        $"The path '{path}' contains a backslash. On this system, a backslash is ambiguous: it can separate folders or be part of a name.",
        "To separate folders, use / instead. If the backslash is part of a name, rename the file or folder.", path, NemoErrorKind.FileAccess);

    public static ErrorRecord NameNotUtf8(string path) => Create(ErrorIds.FileAccess, ErrorCategory.OpenError,
        $"The path '{path}' contains the character U+FFFD. .NET uses this character to replace invalid bytes, so the path could refer to another file.",
        "If the path comes from a CSV file, use Import-Csv with the encoding of the file. Otherwise, rename the file or folder.", path,
        NemoErrorKind.FileAccess);

    public static ErrorRecord UnsupportedPicture(string path) =>
        UnsupportedExtension(path, [.. Client.Pictures.PictureFormat.All.Select(static format => format.Extension)], "./timeline.svg");

    public static ErrorRecord UnsupportedReport(string path, IReadOnlyList<string> supported) =>
        UnsupportedExtension(path, supported, "./report.html");

    private static ErrorRecord UnsupportedExtension(string path, IReadOnlyList<string> supported, string example) => Create(
        ErrorIds.UnsupportedPicture, ErrorCategory.InvalidArgument, $"'{path}' doesn't have a supported extension. The supported extensions are {string.Join(", ", supported.Take(supported.Count - 1))} and {supported[supported.Count - 1]}.",
        $"Specify a path with one of these extensions, such as {example}.", path);

    public static ErrorRecord NotAFolder(string path) => Create(ErrorIds.NotAFolder, ErrorCategory.InvalidArgument,
        $"'{path}' isn't a file system path.", "Specify a folder, such as ./out.", path, NemoErrorKind.FileAccess);
}
