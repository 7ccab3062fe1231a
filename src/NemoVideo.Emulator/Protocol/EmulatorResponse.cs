using System.Text;
using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Protocol;

/// <summary>Answers that are not refusals.</summary>
internal static class EmulatorResponse
{
    /// <summary>The usual envelope (protocol section 2).</summary>
    public static IResult Ok(JsonNode data) => Json(Envelope(data));

    public static JsonObject Envelope(JsonNode data) => new() { ["code"] = 0, ["message"] = "success", ["data"] = data };

    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        Results.Text(body.ToJsonString(EmulatorJson.Options), "application/json", Encoding.UTF8, status);
}
