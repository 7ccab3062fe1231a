namespace NemoVideo.PowerShell.Errors;

/// <content>The error records of New-NemoVideo.</content>
internal static partial class ErrorRecords
{
    /// <summary>The error record of a video. Its message contains the full paths of the inputs, unlike those of other inputs.</summary>
    public static ErrorRecord Video(NemoException exception, string target)
    {
        var record = From(exception, target, name: "");
        if (!record.ErrorDetails.Message.Contains(target))
        {
            record.ErrorDetails = new ErrorDetails($"{target}: {record.ErrorDetails.Message}")
            {
                RecommendedAction = record.ErrorDetails.RecommendedAction,
            };
        }

        return record;
    }

    public static ErrorRecord NoPathInInput(object? input) => Create(
        ErrorIds.NoPathInInput, ErrorCategory.InvalidArgument,
        input is null ? "The input is empty." : $"The input '{TextOf(input)}' is neither a file nor a row with paths or messages.",
        "Pipe files from Get-ChildItem, paths, or objects with a Path property to the cmdlet.", input);

    public static ErrorRecord PathAndInput() => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        "-Path and pipeline input can't be used together. Both specify the files.", "Omit -Path.");

    public static ErrorRecord BlankMessage(string? target) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, $"One of the messages{(target is null ? "" : $" for '{target}'")} is blank.",
        "Specify a message that contains text. A double semicolon separates several messages.", target);

    public static ErrorRecord ShardIncomplete() => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, "-ShardIndex and -ShardCount can't be used without each other.",
        "Specify both -ShardIndex and -ShardCount, or neither of them.");

    public static ErrorRecord ShardOutOfRange(int index, int count) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, $"-ShardIndex {index} is too large for -ShardCount {count}.",
        $"Specify a -ShardIndex from 0 to {count - 1}.");

    public static ErrorRecord ShardsWithoutToken() => Create(
        ErrorIds.ShardsWithoutToken, ErrorCategory.AuthenticationError, "Several shards require your own token. Each machine "
        + "would get its own free token, and with it its own account and credits.",
        "Set NEMO_TOKEN, or use Connect-Nemo -Token.", kind: NemoErrorKind.Authentication);
}
