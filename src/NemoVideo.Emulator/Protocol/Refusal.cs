using System.Globalization;
using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Protocol;

/// <summary>A refusal of the service (protocol section 2): an HTTP status and the code of the envelope.</summary>
internal sealed record Refusal(int Status, int Code, string Message)
{
    public static readonly Refusal SessionNotFound = new(200, 1002, "session not found");

    public static readonly Refusal OutOfCredits = new(200, 2001, "insufficient credits");

    public static readonly Refusal FileTooLarge = new(200, 4002, "file too large: at most 500 MB");

    public static readonly Refusal ClientIdMissing = new(400, 400, "X-Client-Id header is required");

    public static readonly Refusal ExportBlocked =
        new(402, 402, "export is blocked: X-Skill-Source, X-Skill-Version and X-Skill-Platform are required");

    public static readonly Refusal FreeTokenLimit = new(429, 429, "one free token per client id in 7 days");

    public static readonly Refusal RenderNotFound = new(404, 404, "render not found");

    public static readonly Refusal RenderIdUsed = new(409, 409, "a render with this id exists");

    /// <summary>Seconds for a Retry-After header; null for none.</summary>
    public int? RetryAfterSec { get; init; }

    public static Refusal InvalidToken(bool inBody) => new(inBody ? 200 : 401, 1001, "token invalid or expired");

    public static Refusal UnsupportedType(string fileName) => new(200, 4001, $"unsupported file type: {fileName}");

    public static Refusal BadRequest(string message) => new(400, 400, message);

    public IResult ToResult() => new RefusalResult(this);

    private sealed class RefusalResult(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (refusal.RetryAfterSec is { } seconds)
            {
                httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            var body = new JsonObject { ["code"] = refusal.Code, ["message"] = refusal.Message, ["data"] = null };
            return EmulatorResponse.Json(body, refusal.Status).ExecuteAsync(httpContext);
        }
    }
}
