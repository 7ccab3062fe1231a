namespace NemoVideo.Client.Tests.Support;

/// <summary>A folder for one test, deleted at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-client-");

    public string FullName => _folder.FullName;

    public string PathOf(params string[] parts) => Path.Combine([FullName, .. parts]);

    /// <summary>Writes a file of a given size with varying bytes. A media file begins with the signature of its extension.</summary>
    public string Write(string name, int byteCount)
    {
        var content = new byte[byteCount];
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = (byte)((i * 31) + (i >> 8));
        }

        var head = MediaHead.Of(name);
        head.AsSpan(0, Math.Min(head.Length, byteCount)).CopyTo(content);
        return Write(name, content);
    }

    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Creates a sparse file of a given size. A media file begins with the signature of its extension.</summary>
    public string WriteSparse(string name, long byteCount)
    {
        var path = PathOf(name);
        using var file = File.Create(path);
        file.Write(MediaHead.Of(name));
        file.SetLength(byteCount);
        return path;
    }

    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(FullName, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(FullName, path)).Order()];

    public void Dispose() => _folder.Delete(recursive: true);
}
