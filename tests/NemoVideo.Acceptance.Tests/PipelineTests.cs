namespace NemoVideo.Acceptance.Tests;

/// <summary>The two pipelines that must always work (design.md 6).</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task NewNemoVideo_FolderOfClips_CreatesAVideoForEach()
    {
        await using var bench = await Bench.StartAsync();
        bench.Folder.AddClip("clips/a.mp4");
        bench.Folder.AddClip("clips/b.mp4", "harbour.mp4");

        var output = await bench.RunConnectedAsync("Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses, add a title' -Destination out");

        Assert.Equal(["Succeeded", "Succeeded"], output.WithoutErrors().Values("Status"));
        Assert.Equal(["a.mp4", "b.mp4"], bench.Folder.Files("out"));
        Assert.Equal(2, await bench.Emulator.MessageCountAsync());
    }
}
