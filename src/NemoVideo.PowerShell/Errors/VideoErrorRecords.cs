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
        input is null ? "The input is empty." : $"The input '{TextOf(input)}' is neither a file nor an object with a Path or Message property.",
        "Pipe paths, files from Get-ChildItem, or objects with a Path or Message property to the cmdlet.", input);

    public static ErrorRecord PathAndInput() => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        "-Path and pipeline input can't be used together. Both specify the input files.", "Omit -Path.");

    public static ErrorRecord BlankMessage(string? target) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, "A message is missing or blank.",
        "Make sure that each message contains text. Two semicolons (;;) separate messages.", target);

    public static ErrorRecord ShardIncomplete() => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, "-ShardIndex and -ShardCount must be used together.",
        "Specify both parameters, or omit both.");

    public static ErrorRecord ShardOutOfRange(int index, int count) => Create(
        ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument, $"-ShardIndex is {index}, but it must be less than -ShardCount ({count}).",
        "Specify a lower -ShardIndex or a higher -ShardCount. The index of the first shard is 0.");

    public static ErrorRecord ShardsWithoutToken() => Create(
        ErrorIds.ShardsWithoutToken, ErrorCategory.AuthenticationError, "A -ShardCount greater than 1 requires your own token. "
        + "With free tokens, each machine would use a different account with its own credits.",
        "Use Connect-Nemo -Token, or set NEMO_TOKEN and run Connect-Nemo.", kind: NemoErrorKind.Authentication);
}
