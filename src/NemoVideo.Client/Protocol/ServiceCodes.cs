namespace NemoVideo.Client.Protocol;

/// <summary>The service's own codes of a failure (protocol section 2). They come in a 200 response or beside an HTTP status.</summary>
internal static class ServiceCodes
{
    public const int BadRequest = 400;
    public const int Unauthorized = 401;
    public const int ExportBlocked = 402;
    public const int NotFound = 404;
    public const int RateLimited = 429;
    public const int InvalidToken = 1001;
    public const int UnknownSession = 1002;
    public const int ExpiredToken = 1010;
    public const int RevokedToken = 1011;
    public const int OutOfCredits = 2001;
    public const int UnsupportedFile = 4001;
    public const int FileTooLarge = 4002;

    /// <summary>Whether a code refuses the token.</summary>
    public static bool RefusesToken(int? code) => code is Unauthorized or InvalidToken or ExpiredToken or RevokedToken;
}
