namespace NemoVideo.Emulator.Media;

/// <summary>A small clip, which is used if no uploaded clip is available.</summary>
internal sealed class BuiltInClip
{
    public BuiltInClip(DataDirectory data)
    {
        FilePath = Path.Combine(data.Folder("media"), "builtin.mp4");
        using var resource = typeof(BuiltInClip).Assembly.GetManifestResourceStream("builtin.mp4")!;

        // A new file, because the old one could be a link.
        File.Delete(FilePath);
        using var file = new FileStream(FilePath, FileMode.CreateNew);
        resource.CopyTo(file);
    }

    public string FilePath { get; }
}
