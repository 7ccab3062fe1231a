namespace NemoVideo.PowerShell;

/// <content>The error records for uploads.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord SessionAndSessionPerFile() =>
        Conflict("NemoSessionAndSessionPerFile", "-Session", "-SessionPerFile", "Omit -Session or -SessionPerFile.");

    public static ErrorRecord ThrottleLimitWithoutSessionPerFile() => Create(
        "NemoThrottleLimitWithoutSessionPerFile",
        "A -ThrottleLimit value greater than 1 requires -SessionPerFile. Within one session, files are uploaded one at a time, because the "
            + "upload order determines the order of the clips on the timeline.",
        "Add -SessionPerFile, or omit -ThrottleLimit.");
}
