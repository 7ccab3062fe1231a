namespace NemoVideo.Emulator.Media;

/// <summary>A small clip, which is used if no uploaded clip is available.</summary>
internal sealed class BuiltInClip
{
    public BuiltInClip(DataDirectory data)
    {
        FilePath = Path.Combine(data.Folder("media"), "builtin.mp4");
        using var resource = typeof(BuiltInClip).Assembly.GetManifestResourceStream("builtin.mp4")!;
        using var file = File.Create(FilePath);
        resource.CopyTo(file);
    }

    public string FilePath { get; }
}
