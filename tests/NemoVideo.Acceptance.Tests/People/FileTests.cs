using System.Buffers.Binary;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Files that people have: those that macOS adds, and other extensions of the same types (people.md 16 and 17).</summary>
public sealed class FileTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string ReadClips = "Get-ChildItem clips -Force -File";

    // A picture of 8 x 8 pixels.
    private const string Jpeg =
        "/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcHCAgICAkJ"
        + "CQgICAgJCQoKCgwMCwsODg4RERT/xABMAAEBAAAAAAAAAAAAAAAAAAAABgEBAQAAAAAAAAAAAAAAAAAABgcQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAA"
        + "AAAAAAAAAAAAAAD/wAARCAAIAAgDASIAAhEAAxEA/9oADAMBAAIRAxEAPwCLAFF/f//Z";

    [Fact]
    [Trait("Source", "vscode-as3mxml 830")]
    public async Task NewNemoVideo_AppleDoubleFiles_AreSkippedWithOneWarning()
    {
        await using var bench = await emulator.StartAsync();
        AddClipsFromMac(bench.Folder);

        var output = await bench.RunConnectedAsync($"{ReadClips} | New-NemoVideo 'trim the pauses' -Destination out");

        Assert.Equal(["a.mp4", "b.mp4"], bench.Folder.Files("out"));
        Assert.Contains("._a.mp4", Assert.Single(output.WithoutErrors().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", "vscode-as3mxml 830")]
    public async Task InvokeNemoFolder_AppleDoubleFiles_ExitsWithZero()
    {
        await using var bench = await emulator.StartAsync();
        AddClipsFromMac(bench.Folder);
        var sample = Path.Combine(TestPaths.Repository, "samples", "Invoke-NemoFolder.ps1");

        var output = await bench.RunAsync(
            $"& '{sample}' -Path ({ReadClips}) -Destination out -Message 'trim the pauses' -Module '{TestPaths.Module}' | "
            + "Write-Information 6>&1\n$LASTEXITCODE");

        Assert.Equal(["a.mp4", "b.mp4"], bench.Folder.Files("out"));
        Assert.Equal(0, output.Single().GetInt32());
    }

    [Fact]
    [Trait("Source", "carpoolear 355")]
    public async Task SendNemoUpload_JpegExtension_UploadsFile()
    {
        await using var bench = await emulator.StartAsync();
        File.WriteAllBytes(bench.Folder["photo.jpeg"], Convert.FromBase64String(Jpeg));
        File.SetLastWriteTimeUtc(bench.Folder["photo.jpeg"], DateTime.UtcNow.AddDays(-1));

        var output = await bench.RunConnectedAsync("Send-NemoUpload photo.jpeg -SessionPerFile");

        Assert.Equal(["photo.jpeg"], output.WithoutErrors().Values("Name"));
        Assert.Equal(1, (await bench.Emulator.SessionsAsync())[^1].UploadCount);
    }

    [Theory]
    [Trait("Source", "carpoolear 355")]
    [InlineData("clip.m4v", "M4V ", ".mp4")]
    [InlineData("clip.qt", "qt  ", ".mov")]
    public async Task SendNemoUpload_OtherExtensionOfAcceptedType_ErrorNamesExtension(string name, string brand, string extension)
    {
        await using var bench = await emulator.StartAsync();
        AddClip(bench.Folder, name, brand);

        var output = await bench.RunConnectedAsync($"Send-NemoUpload {name} -SessionPerFile");

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoUnsupportedFile", error.Id);
        Assert.Contains(extension, error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Source", "carpoolear 355")]
    [InlineData("clip.mpg", "mp4")]
    [InlineData("photo.heic", "jpg")]
    public async Task SendNemoUpload_UnsupportedType_ErrorNamesAcceptedType(string name, string type)
    {
        await using var bench = await emulator.StartAsync();
        bench.Folder.AddClip(name);

        var output = await bench.RunConnectedAsync($"Send-NemoUpload {name} -SessionPerFile");

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoUnsupportedFile", error.Id);
        Assert.Contains(type, error.Text, StringComparison.Ordinal);
    }

    /// <summary>Adds two clips with the files that macOS writes beside them on a network drive.</summary>
    private static void AddClipsFromMac(TestFolder folder)
    {
        folder.AddClip("clips/a.mp4");
        folder.AddClip("clips/b.mp4", "harbour.mp4");
        foreach (var name in new[] { "clips/._a.mp4", "clips/._b.mp4" })
        {
            var content = new byte[4096];
            BinaryPrimitives.WriteUInt32BigEndian(content, 0x00051607);
            BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), 0x00020000);
            "Mac OS X        "u8.CopyTo(content.AsSpan(8));
            File.WriteAllBytes(folder[name], content);
            File.SetLastWriteTimeUtc(folder[name], DateTime.UtcNow.AddDays(-1));
        }
    }

    /// <summary>Adds a clip whose first box names another file type.</summary>
    private static void AddClip(TestFolder folder, string name, string brand)
    {
        using (var file = new FileStream(folder.AddClip(name), FileMode.Open))
        {
            file.Seek(8, SeekOrigin.Begin);
            file.Write([.. brand.Select(static letter => (byte)letter)]);
        }

        File.SetLastWriteTimeUtc(folder[name], DateTime.UtcNow.AddDays(-1));
    }
}
