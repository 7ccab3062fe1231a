namespace NemoVideo.PowerShell.Errors;

/// <summary>The IDs of all error records. They are stable, because scripts test for them.</summary>
internal static class ErrorIds
{
    public const string ServiceFailure = "NemoServiceFailure";
    public const string UnexpectedFailure = "NemoUnexpectedFailure";
    public const string InvalidArgument = "NemoInvalidArgument";
    public const string Authentication = "NemoAuthenticationFailed";
    public const string SessionNotFound = "NemoSessionNotFound";
    public const string AmbiguousSession = "NemoAmbiguousSession";
    public const string ExportNotFound = "NemoExportNotFound";
    public const string OutOfCredits = "NemoOutOfCredits";
    public const string UnsupportedFile = "NemoUnsupportedFile";
    public const string FileTooLarge = "NemoFileTooLarge";
    public const string FileAccess = "NemoFileAccess";
    public const string UntrustedFolder = "NemoUntrustedFolder";
    public const string FileNotFound = "NemoFileNotFound";
    public const string NotAFolder = "NemoNotAFolder";
    public const string NotAFile = "NemoNotAFile";
    public const string ExportBlocked = "NemoExportBlocked";
    public const string RateLimited = "NemoRateLimited";
    public const string NotReady = "NemoTimelineNotReady";
    public const string ExportFailed = "NemoExportFailed";
    public const string ExportNotFinished = "NemoExportNotFinished";
    public const string ExportFinished = "NemoExportFinished";
    public const string NoExport = "NemoNoExport";
    public const string NoExportInProgress = "NemoNoExportInProgress";
    public const string ConnectionFailed = "NemoConnectionFailed";
    public const string ConnectionLost = "NemoConnectionLost";
    public const string Timeout = "NemoTimeout";
    public const string InvalidResponse = "NemoInvalidResponse";
    public const string EditFailed = "NemoEditFailed";
    public const string EditUnchanged = "NemoEditUnchanged";
    public const string NoPathInInput = "NemoNoPathInInput";
    public const string ShardsWithoutToken = "NemoShardsWithoutToken";
    public const string NoSession = "NemoNoSession";
    public const string NoConnection = "NemoNoConnection";
    public const string NotConnected = "NemoNotConnected";
    public const string ConnectionClosed = "NemoConnectionClosed";
    public const string NoConnectionInRunspace = "NemoNoConnectionInRunspace";
    public const string SessionAndSessionPerFile = "NemoSessionAndSessionPerFile";
    public const string ThrottleLimitWithoutSessionPerFile = "NemoThrottleLimitWithoutSessionPerFile";
    public const string NoSessionInInput = "NemoNoSessionInInput";
    public const string NoExportInInput = "NemoNoExportInInput";
    public const string NoTimelineInInput = "NemoNoTimelineInInput";
    public const string NoResultInInput = "NemoNoResultInInput";
    public const string UnsupportedPicture = "NemoUnsupportedPicture";
    public const string NoMessageInInput = "NemoNoMessageInInput";
    public const string SessionAndInput = "NemoSessionAndInput";
    public const string PathInsteadOfId = "NemoPathInsteadOfId";
    public const string IdAndInput = "NemoIdAndInput";
    public const string AmbiguousRequest = "NemoAmbiguousRequest";
    public const string NoFileNamed = "NemoNoFileNamed";
    public const string UnclearPath = "NemoUnclearPath";
    public const string BrowserNotOpened = "NemoBrowserNotOpened";
    public const string EmptyArgument = "NemoEmptyArgument";
    public const string ProxyCredentialWithoutProxy = "NemoProxyCredentialWithoutProxy";
}
