namespace NemoVideo.PowerShell;

/// <content>The error records of New-NemoVideo.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NoPathInInput(object? input) => WrongInput(
        "NemoNoPathInInput", input, "is neither a file nor an object with a valid Path property",
        $"{FoundColumns(input)}Pipe paths, files from Get-ChildItem, or objects that have a Path property. To generate a video without an "
            + "input file, pipe an object that has a Message property and no path, and omit -Message.");

    /// <summary>The columns of a row as a sentence: a name may be misspelled, or the delimiter wrong. Empty for any other input.</summary>
    private static string FoundColumns(object? input) =>
        input is not PSObject row || !PipedObject.IsRow(row) || PipedObject.IsOfFile(row) ? ""
        : (InputRow.FindDelimiter(row) is not { } found ? ""
            : $"The columns seem to have another delimiter: use Import-Csv -Delimiter {(found == '\t' ? "\"`t\"" : $"'{found}'")}. ")
        + $"The columns that were found are {string.Join(", ", InputRow.Columns(row).Take(MaxNames).Select(static one => one.Name))}. ";

    public static ErrorRecord MisspelledColumn(string column, string name, bool isPath, object input) => Create(
        isPath ? "NemoNoPathInInput" : "NemoInvalidArgument",
        $"The column '{column}' has no effect, but its name is similar to {name}.",
        $"Rename the column to {name}. If it isn't meant for this, give it a different name.", input);

    /// <summary>The error with the number of its row or line; null for an input without a number.</summary>
    public static ErrorRecord InRow(ErrorRecord error, string? row)
    {
        if (row is not null)
        {
            var details = error.ErrorDetails;
            error.Exception.Data[RowKey] = row;
            error.ErrorDetails = new ErrorDetails($"{row}: {details.Message}") { RecommendedAction = details.RecommendedAction };
        }

        return error;
    }

    public static ErrorRecord PathAndInput(string parameter) =>
        Conflict("NemoInvalidArgument", $"-{parameter}", "pipeline input", $"Omit -{parameter}.");

    public static ErrorRecord PathAndLiteralPath() =>
        Conflict("NemoInvalidArgument", "-Path", "-LiteralPath", "Omit -Path or -LiteralPath.");

    public static ErrorRecord ScriptBlockAndJoin() => Conflict(
        "NemoInvalidArgument", "-Join", "a script block as a value", "Specify a fixed value instead of the script block, or omit -Join.");

    public static ErrorRecord InputSkipped(string? target) => Invalid(
        "The video was not created, because at least one of its inputs was skipped.",
        "Fix the problem that the warning describes, or omit the input.", target);

    public static ErrorRecord InvalidValue(string parameter, string action, string? target) =>
        Invalid($"The value of {(target is null ? "-" : "")}{parameter} is invalid.", action, target);

    public static ErrorRecord BlankMessage(object? target, object? input = null) => Invalid(
        "A message is missing, blank, or not text.",
        $"{FoundColumns(input)}Specify the text of each message with -Message or in a Message column. Only two semicolons (;;) separate "
            + "messages. A single semicolon is part of a message.",
        target);

    public static ErrorRecord PathAsMessage(string path) => Invalid(
        $"The message {DisplayText.Quote(path)} was not sent, because it is a path.",
        "Did you mean -Path? Specify the input with New-NemoVideo -Path or Send-NemoUpload -Path. If the text is a message, add a word "
            + "to it.",
        path);

    public static ErrorRecord CellError(string parameter, string value, object? target) => Invalid(
        $"The value {DisplayText.Quote(value)} of {parameter} was not used, because it is a formula or the error of one.",
        "Correct the formula in the spreadsheet, and save the table again.", target);

    public static ErrorRecord ChangedSincePlan(string target) => Invalid(
        $"The input '{target}' has changed since the plan was made, so no video was created.",
        "Run New-NemoVideo -Plan with the original inputs, and check the new plan. To create the video without another plan, empty the value of PlannedInput.",
        target);

    public static ErrorRecord InvalidShard() => Invalid(
        "-ShardIndex and -ShardCount must be used together, and -ShardIndex must be less than -ShardCount.",
        "Specify both -ShardIndex and -ShardCount, or omit both. The index of the first shard is 0.");

    public static ErrorRecord ShardsWithoutToken() => Create(
        "NemoShardsWithoutToken",
        "To use a -ShardCount value greater than 1, you need your own token. With free tokens, each machine that runs a shard would use a "
            + "separate account with its own credits.",
        "Use Connect-Nemo -Token, or set NEMO_TOKEN and run Connect-Nemo.");

    public static ErrorRecord NoResultInInput(object? input) => WrongInput(
        "NemoNoResultInInput", input, "isn't a result of New-NemoVideo",
        "Pipe the output of New-NemoVideo to the cmdlet. To store results in a file, use Export-Clixml and Import-Clixml, because a CSV "
            + "file doesn't contain the timelines.");

    public static ErrorRecord RestartNotConfirmed() => Invalid(
        "New-NemoVideo -Restart sends all messages again, so it requires confirmation. However, PowerShell can't prompt you in this session.",
        "To send all messages again without a prompt, add -Confirm:$false. You'll be charged again for all messages. To resume the "
            + "previous run, omit -Restart.");
}
