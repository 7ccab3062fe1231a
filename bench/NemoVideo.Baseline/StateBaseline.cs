using System.Text.Json;

namespace NemoVideo.Baseline;

/// <summary>Reads the state of a session with HttpClient and JsonDocument.</summary>
public static class StateBaseline
{
    private static readonly HttpClient Http = new();

    /// <summary>Requests the state and reads its draft.</summary>
    /// <returns>The number of segments of the first track.</returns>
    public static int CountSegments(string url, string sessionId)
    {
        using var document = JsonDocument.Parse(Http.GetByteArrayAsync($"{url}/api/state/nemo_agent/me/{sessionId}/latest").GetAwaiter().GetResult());
        return document.RootElement.GetProperty("data").GetProperty("state").GetProperty("draft").GetProperty("t")[0].GetProperty("sg").GetArrayLength();
    }
}
