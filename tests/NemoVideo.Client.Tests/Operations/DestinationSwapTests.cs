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
            return RawReply.Of(200, "video/mp4", [1, 2, 3]);
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
}
