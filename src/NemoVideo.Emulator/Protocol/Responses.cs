namespace NemoVideo.Emulator.Protocol;

/// <summary>Successful responses.</summary>
internal static class EmulatorResponse
{
    /// <summary>The usual envelope (protocol section 2).</summary>
    public static IResult Ok(JsonNode data) => Json(Envelope(data));

    public static JsonObject Envelope(JsonNode data) => new() { ["code"] = 0, ["message"] = "success", ["data"] = data };

    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        Results.Text(body.ToJsonString(EmulatorJson.Options), "application/json", Encoding.UTF8, status);
}

/// <summary>A rejection of the service (protocol section 2): an HTTP status and the code of the envelope.</summary>
internal sealed record Rejection(int Status, int Code, string Message, int? RetryAfterSec = null) : IResult
{
    public static readonly Rejection InvalidToken = new(401, 1001, "token invalid or expired");
    public static readonly Rejection SessionNotFound = new(200, 1002, "session not found");
    public static readonly Rejection OutOfCredits = new(200, 2001, "insufficient credits");
    public static readonly Rejection FileTooLarge = new(200, 4002, "file too large: at most 500 MB");
    public static readonly Rejection ClientIdMissing = new(400, 400, "X-Client-Id header is required");
    public static readonly Rejection ExportBlocked =
        new(402, 402, "export is blocked: X-Skill-Source, X-Skill-Version and X-Skill-Platform are required");

    public static readonly Rejection FreeTokenLimit = new(429, 429, "one free token per client id in 7 days");
    public static readonly Rejection RenderNotFound = new(404, 404, "render not found");
    public static readonly Rejection RenderIdUsed = new(409, 409, "a render with this id already exists");

    public static Rejection UnsupportedType(string fileName) => new(200, 4001, $"unsupported file type: {fileName}");

    public static Rejection BadRequest(string message) => new(400, 400, message);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        if (RetryAfterSec is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = new JsonObject { ["code"] = Code, ["message"] = Message, ["data"] = null };
        return EmulatorResponse.Json(body, Status).ExecuteAsync(httpContext);
    }
}
