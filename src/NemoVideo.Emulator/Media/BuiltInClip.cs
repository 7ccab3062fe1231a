using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Emulator.Media;

/// <summary>The small clip that is used if there is no other.</summary>
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
