namespace NemoVideo.PowerShell;

/// <content>The error records for sessions.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NoSession() => Create(
        "NemoNoSession", "There is no current session, and -Session was not specified.",
        "Create a session with New-NemoSession, or specify -Session.");

    public static ErrorRecord SessionNotSelected() => Create(
        "NemoNoSession", "There is no current session, because the last attempt to create or select a session failed.",
        "Create a session with New-NemoSession, or select one with Set-NemoSession.");

    public static ErrorRecord SessionAndInput() => Conflict("NemoSessionAndInput", "-Session", "pipeline input", "Omit -Session.");

    public static ErrorRecord NoSessionInInput(object? input) => WrongInput(
        "NemoNoSessionInInput", input, "doesn't contain a session ID",
        $"{FoundColumns(input)}Pipe objects that have a session ID, such as the output of Send-NemoUpload, New-NemoSession, or "
            + "Invoke-NemoEdit.");

    public static ErrorRecord BrowserNotOpened(string sessionId, Exception reason) => Create(
        "NemoBrowserNotOpened", Sentence($"The link couldn't be opened in a browser: {reason.Message}"),
        "Copy the link from the output, and open it in a browser.", sessionId, reason);
}
