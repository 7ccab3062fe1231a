namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Plain words for a batch (people.md 11).</summary>
public sealed class RequestTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    [Theory]
    [Trait("Source", "people.md 11, a day as a new user")]
    [InlineData("create a video from every clip in ./br with calm music")]
    [InlineData("make a video of each clip in ./br with calm music")]
    [InlineData("turn all clips in ./br into videos with calm music")]
    public async Task InvokeNemo_BatchInPlainWords_ReturnsCommandAndSendsNothing(string request)
    {
        await using var setup = await emulator.StartAsync();
        setup.Folder.AddClip("br/a.mp4");
        setup.Folder.AddClip("br/b.mp4", "harbour.mp4");
        setup.Folder.AddClip("current.mp4");
        (await setup.RunConnectedAsync("New-NemoSession X; Send-NemoUpload current.mp4")).WithoutErrors();

        var output = await setup.RunAsync($"Invoke-Nemo '{request}'");

        Assert.Equal(0, await emulator.MessageCountAsync());
        Assert.Contains("New-NemoVideo", output.Text, StringComparison.Ordinal);
        Assert.Contains("./br", output.Text, StringComparison.Ordinal);
        Assert.Contains("calm music", output.Text, StringComparison.Ordinal);
    }
}
