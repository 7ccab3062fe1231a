namespace NemoVideo.Client.Http;

/// <summary>The service's own failure codes (protocol section 2), in a response with any HTTP status.</summary>
internal static class ServiceCodes
{
    public const int Unauthorized = 401;
    public const int ExportBlocked = 402;
    public const int Forbidden = 403;
    public const int NotFound = 404;
    public const int RateLimited = 429;
    public const int InvalidToken = 1001;
    public const int UnknownSession = 1002;
    public const int ExpiredToken = 1010;
    public const int RevokedToken = 1011;
    public const int OutOfCredits = 2001;
    public const int UnsupportedFile = 4001;
    public const int FileTooLarge = 4002;

    /// <summary>
    /// Whether a status or code means that the service didn't process the request: protocol section 2, and the statuses that HTTP defines
    /// this way. With any other failure, the service may have done some of the work.
    /// </summary>
    public static bool IsRejection(int? statusOrCode) => statusOrCode
        is 400 or Unauthorized or ExportBlocked or Forbidden or NotFound or 413 or 415 or 422 or RateLimited
        or InvalidToken or UnknownSession or ExpiredToken or RevokedToken or OutOfCredits or UnsupportedFile or FileTooLarge;

    /// <summary>Whether a code in a stream is the service's own. Others, such as 401 and 429, can come from the agent's model.</summary>
    public static bool IsOfService(int? code) => code is ExportBlocked or UnknownSession or OutOfCredits or UnsupportedFile or FileTooLarge;

    /// <summary>Reads a code in a stream that is the service's own; null for any other text.</summary>
    public static int? ReadOfService(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && IsOfService(number) ? number : null;

    public static bool RejectsToken(int? code) => code is Unauthorized or InvalidToken or ExpiredToken or RevokedToken;
}
