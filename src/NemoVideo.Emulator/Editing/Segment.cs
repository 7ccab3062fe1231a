namespace NemoVideo.Emulator.Editing;

/// <summary>One segment of a draft. Times are milliseconds in JSON.</summary>
internal sealed class Segment(JsonObject node)
{
    public JsonObject Node => node;

    public TimeSpan Length
    {
        get => TimeSpan.FromMilliseconds(Number(node["d"], 0));
        set => node["d"] = (long)Math.Round(value.TotalMilliseconds);
    }

    public TimeSpan Start => TimeSpan.FromMilliseconds(Number(node["s"], 0));
    public TimeSpan End => Start + Length;
    public string Name => (string?)node["m"]?["title"] ?? "";

    /// <summary>The ID of an upload, or <see cref="Edit.BuiltInSource"/>.</summary>
    public string? Source => (string?)node["m"]?["src"];

    public static Segment Create(string name, TimeSpan? start, TimeSpan length, string? source)
    {
        var m = new JsonObject { ["title"] = name };
        if (source is not null)
        {
            m["src"] = source;
        }

        var node = new JsonObject { ["id"] = NewId.Digits() };
        if (start is { } known)
        {
            node["s"] = (long)Math.Round(known.TotalMilliseconds);
        }

        // Another undocumented value that a client must send back unchanged.
        node["rate"] = JsonNode.Parse("1.00");
        node["m"] = m;
        return new Segment(node) { Length = length };
    }

    /// <summary>Shortens a segment that starts here so that it ends there. Its length is zero if it starts later.</summary>
    public void TrimTo(TimeSpan end, TimeSpan start) => Length = TimeSpan.FromTicks(Math.Clamp((end - start).Ticks, 0, Length.Ticks));

    /// <summary>The number, parsed from JSON or created in memory.</summary>
    public static double Number(JsonNode? value, double defaultValue) =>
        value is not null && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : defaultValue;
}
