using System.Buffers.Binary;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A temporary folder, deleted at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    /// <summary>The full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("nemo-oracle-").FullName;

    /// <summary>The full path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name));

    /// <summary>Creates a subfolder.</summary>
    public string Create(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Copies a sample clip into the folder. <paramref name="name"/> can contain subfolders, which are created.</summary>
    public string AddClip(string name, string sample = "sunset.mp4")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.Copy(TestPaths.Clip(sample), this[name]);
        // A clip from an earlier day, not one that is being written.
        File.SetLastWriteTimeUtc(this[name], DateTime.UtcNow.AddDays(-1));
        return this[name];
    }

    /// <summary>Adds a playable clip that no other clip equals, so that each is a video of its own.</summary>
    /// <param name="name">The name. It can contain subfolders, which are created.</param>
    /// <param name="padding">The number of bytes to add to the length.</param>
    public string AddUniqueClip(string name, int padding = 64)
    {
        var path = AddClip(name);
        using (var file = new FileStream(path, FileMode.Append))
        {
            var box = new byte[8 + padding];
            BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
            "free"u8.CopyTo(box.AsSpan(4));
            Guid.NewGuid().TryWriteBytes(box.AsSpan(8));
            file.Write(box);
        }

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        return path;
    }

    /// <summary>The names of the files in a subfolder, in ordinal order. Empty if there is none.</summary>
    public IReadOnlyList<string> Files(string name) => Directory.Exists(this[name])
        ? [.. Directory.GetFiles(this[name]).Select(static file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
