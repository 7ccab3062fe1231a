using System.Text.Json;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Reads request bodies the way the service does: by exact names, and without guessing.</summary>
internal static class JsonBody
{
    /// <summary>The body where it is a JSON object, else null.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpContext http)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
