using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Operations;

/// <summary>Another user renames the folders of the clips and of the videos while a video is downloaded.</summary>
public sealed class DestinationSwapTests
{
    [Fact]
    public async Task SaveRender_ClipsWereAtDestinationWhenDownloadBegan_KeepsClip()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does the module keep the folder open.");
        using var folder = new TemporaryFolder();
        var (clips, output) = (folder.PathOf("clips"), folder.PathOf("out"));
        Array.ForEach([clips, output], static path => Directory.CreateDirectory(path));
        var clip = folder.Write("clips/beach.mp4", 10);
        folder.Write("out/beach.mp4", 5);
        var names = new OutputFileNames(output, overwrite: true);
        names.KeptFiles.Add(clip);
        var reserved = names.Reserve("beach", "mp4");
        await using var server = RawServer.Start(_ =>
        {
            Swap();
            return RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3));
        });
        using var client = await server.ConnectAsync();
        var job = new RenderJob("r", RenderStatus.Completed, 100, server.Url, null, null, null);

        Swap();
        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.FileAccess, () => client.SaveRenderAsync(job, names, reserved, progress: null, Workbench.Ending));

        Assert.Contains(output, error.Message, StringComparison.Ordinal);
        Assert.Equal((10, 5), (new FileInfo(clip).Length, new FileInfo(reserved).Length));

        void Swap()
        {
            Directory.Move(clips, folder.PathOf("free"));
            Directory.Move(output, clips);
            Directory.Move(folder.PathOf("free"), output);
        }
    }

    [Fact]
    public async Task SaveRender_PathOfOpenFolderCannotBeResolved_KeepsClip()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does the module keep the folder open.");
        const int Levels = 20;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("out"));
        var clip = folder.Write("out/beach.mp4", 10);
        var names = new OutputFileNames(folder.PathOf("out"), overwrite: true);
        var reserved = names.Reserve("beach", "mp4");
        names.KeptFiles.Add(clip);
        await using var server = RawServer.Start(_ =>
        {
            // Paths of more than 4,096 bytes can't be resolved, like those with a folder that the user can't read.
            for (var level = 1; level <= Levels; level++)
            {
                Directory.CreateDirectory(NameOf(level));
                Directory.Move(level == 1 ? folder.PathOf("out") : NameOf(level - 1), Path.Combine(NameOf(level), level == 1 ? "out" : Path.GetFileName(NameOf(level - 1))));
            }

            return RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3));
        });
        using var client = await server.ConnectAsync();
        var job = new RenderJob("r", RenderStatus.Completed, 100, server.Url, null, null, null);

        await NemoAssert.ThrowsAsync(
            NemoErrorKind.FileAccess, () => client.SaveRenderAsync(job, names, reserved, progress: null, Workbench.Ending));

        for (var level = Levels; level >= 1; level--)
        {
            Directory.Move(Path.Combine(NameOf(level), level == 1 ? "out" : Path.GetFileName(NameOf(level - 1))), level == 1 ? folder.PathOf("out") : NameOf(level - 1));
        }

        Assert.Equal(10, new FileInfo(clip).Length);

        string NameOf(int level) => folder.PathOf($"{level}".PadRight(240, 'x'));
    }
}
