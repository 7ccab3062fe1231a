using System.Text.Json;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Takes streams apart, without any knowledge but of the framing.</summary>
internal static class EventReading
{
    /// <summary>The JSON of every frame that has some.</summary>
    public static JsonElement[] Events(this string stream) =>
        [.. stream.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line["data: ".Length..]))];

    /// <summary>All frames without the blank lines that end them, heartbeats of every form among them.</summary>
    public static string[] Frames(this string stream) => stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    public static string? Kind(this JsonElement flatEvent) => flatEvent.GetProperty("type").GetString();
}
