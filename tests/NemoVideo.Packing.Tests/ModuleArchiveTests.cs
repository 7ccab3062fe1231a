using System.IO.Compression;

namespace NemoVideo.Packing.Tests;

public sealed class ModuleArchiveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-archive-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_FilesWithOtherTimesAndOrder_WritesSameBytes()
    {
        var first = Write("first", ["b.txt", "a/c.txt", "B.txt"], new DateTime(2020, 1, 1));
        var second = Write("second", ["B.txt", "a/c.txt", "b.txt"], new DateTime(2030, 1, 1));

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Write_Folder_HasSortedEntriesBelowPrefix()
    {
        using var archive = ZipFile.OpenRead(Write("folder", ["b.txt", "a/c.txt", "B.txt"], new DateTime(2020, 1, 1)));

        Assert.Equal(["Module/1.0/B.txt", "Module/1.0/a/c.txt", "Module/1.0/b.txt"], archive.Entries.Select(static entry => entry.FullName));
        using var reader = new StreamReader(archive.Entries[1].Open());
        Assert.Equal("a/c.txt", reader.ReadToEnd());
    }

    private string Write(string name, IEnumerable<string> files, DateTime time)
    {
        var folder = _folder.CreateSubdirectory(name);
        foreach (var file in files)
        {
            var path = Path.Combine(folder.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file);
            File.SetLastWriteTimeUtc(path, time);
        }

        var archive = Path.Combine(_folder.FullName, name + ".zip");
        ModuleArchive.Write(folder.FullName, "Module/1.0", archive);
        return archive;
    }
}
