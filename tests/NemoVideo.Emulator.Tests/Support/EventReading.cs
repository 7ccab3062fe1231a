namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Splits streams into frames.</summary>
internal static class EventReading
{
    /// <summary>The JSON of every frame that has JSON.</summary>
    public static JsonElement[] Events(this string stream) =>
        [.. stream.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line["data: ".Length..]))];

    /// <summary>All frames including heartbeats, without the blank lines.</summary>
    public static string[] Frames(this string stream) => stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    public static string? Kind(this JsonElement flatEvent) => flatEvent.GetProperty("type").GetString();
}
