namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Reads drafts with the short names of the protocol.</summary>
internal static class DraftReading
{
    public const int Video = 0;
    public const int Audio = 1;
    public const int Text = 7;

    public static JsonElement[] Segments(this JsonElement draft, int trackType) =>
        [.. draft.GetProperty("t").EnumerateArray()
            .Where(track => track.GetProperty("tt").GetInt32() == trackType)
            .SelectMany(track => track.GetProperty("sg").EnumerateArray())];

    public static long Length(this JsonElement segment) => segment.GetProperty("d").GetInt64();

    public static string? Name(this JsonElement segment) => segment.GetProperty("m").GetProperty("title").GetString();

    public static (int Width, int Height) Canvas(this JsonElement draft)
    {
        var m = draft.GetProperty("m");
        return (m.GetProperty("width").GetInt32(), m.GetProperty("height").GetInt32());
    }
}
