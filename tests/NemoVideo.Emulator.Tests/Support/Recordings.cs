namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Streams that were recorded from real servers.</summary>
internal static class Recordings
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static IReadOnlyList<string> All { get; } = Directory.GetFiles(Folder, "*.sse", SearchOption.AllDirectories);

    public static string PathOf(string name) => Path.Combine(Folder, name + ".sse");
}
