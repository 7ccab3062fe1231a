namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A temporary folder, deleted at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    /// <summary>The full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("nemo-oracle-").FullName;

    /// <summary>The full path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

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
