using NemoVideo.PowerShell.Binding;

namespace NemoVideo.PowerShell.Errors;

/// <content>The error records of New-NemoVideo.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NoPathInInput(object? input) => Create(
        ErrorIds.NoPathInInput, ErrorCategory.InvalidArgument,
        input is null ? "The input is empty." : $"The input {QuotedInput(input)} is neither a file nor an object with a valid Path property.",
        HasUnsplitColumns(input)
            ? "Check the delimiter of the CSV file. To specify it, use Import-Csv -Delimiter."
            : $"{FoundColumns(input)}Pipe paths, files from Get-ChildItem, or objects that have a Path property. To generate a video "
                + "without an input file, pipe an object whose Path property is empty.", input);

    /// <summary>The columns of a row as a sentence, because the name of one of them may be misspelled; empty for any other input.</summary>
    private static string FoundColumns(object? input) => input is PSObject row && PipedObject.IsRow(row) && !PipedObject.IsOfFile(row)
        ? $"The columns that were found are {string.Join(", ", row.Properties.Take(MaxNames).Select(static column => column.Name))}. " : "";

    /// <summary>Whether a row of a CSV file was read with the wrong delimiter: its only column has the names of several.</summary>
    private static bool HasUnsplitColumns(object? input) =>
        input is PSObject row && row.Properties.Select(static property => property.Name).Take(2).ToList() is { Count: 1 } names
        && names[0].IndexOfAny([';', '\t', '|']) > 0;

    public static ErrorRecord PathAndInput(string parameter) => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        $"-{parameter} and pipeline input can't be used together. Both specify the input files.", $"Omit -{parameter}.");

    public static ErrorRecord PathAndLiteralPath() => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        "-Path and -LiteralPath can't be used together. Both specify the input files.", "Omit -Path or -LiteralPath.");

    public static ErrorRecord ScriptBlockAndJoin() => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        "-Join can't be used if a parameter value is a script block. If the script block failed for one input, the video would "
            + "be created without that input.",
        "Specify a fixed value instead of the script block, or omit -Join.");

    public static ErrorRecord InputSkipped(string? target) => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        "The video was not created, because at least one of its inputs was skipped.",
        "Fix the problem that the warning describes, or omit the input.", target);

    public static ErrorRecord InvalidValue(string parameter, string action, string? target) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, $"The value of {(target is null ? "-" : "")}{parameter} is invalid.", action, target);

    public static ErrorRecord BlankMessage(object? target, object? input = null) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, "A message is missing, blank, or not text.",
        $"{FoundColumns(input)}Specify the text of each message with -Message or in a Message column. Only two semicolons (;;) separate "
            + "messages. A single semicolon is part of a message.", target);

    public static ErrorRecord PathAsMessage(string path) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        $"The message {DisplayText.Quote(path)} was not sent, because existing files or folders have this path.",
        "Did you mean -Path? Specify the input with New-NemoVideo -Path or Send-NemoUpload -Path. If the text is a message, add a word "
            + "to it.", path);

    public static ErrorRecord ShardIncomplete() => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, "-ShardIndex and -ShardCount must be used together.",
        "Specify both -ShardIndex and -ShardCount, or omit both.");

    public static ErrorRecord ShardOutOfRange(int index, int count) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, $"-ShardIndex is {index}, but it must be less than -ShardCount ({count}).",
        "Specify a lower -ShardIndex or a higher -ShardCount. The index of the first shard is 0.");

    public static ErrorRecord ShardsWithoutToken() => Create(
        ErrorIds.ShardsWithoutToken, ErrorCategory.AuthenticationError,
        "To use a -ShardCount value greater than 1, you need your own token. With free tokens, each machine that runs a shard "
        + "would use a separate account with its own credits.",
        "Use Connect-Nemo -Token, or set NEMO_TOKEN and run Connect-Nemo.", kind: NemoErrorKind.Authentication);
}
