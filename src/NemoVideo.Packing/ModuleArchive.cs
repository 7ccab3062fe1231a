using System.IO.Compression;

namespace NemoVideo.Packing;

/// <summary>Writes a folder to a zip archive. Equal folders result in equal archives.</summary>
internal static class ModuleArchive
{
    // The format has no earlier time.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">The folder.</param>
    /// <param name="prefix">The path of the folder in the archive, without a slash at the end.</param>
    /// <param name="path">The path of the archive. An existing file is replaced.</param>
    public static void Write(string folder, string prefix, string path)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Path: file));
        foreach (var file in files.OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry($"{prefix}/{file.Name}", CompressionLevel.SmallestSize);
            entry.LastWriteTime = Time;
            // The permissions of the file would depend on the umask and on the operating system.
            entry.ExternalAttributes = 0;
            using var content = entry.Open();
            using var source = File.OpenRead(file.Path);
            source.CopyTo(content);
        }
    }
}
