namespace NemoVideo.Acceptance.Tests.People;

/// <summary>The resolution and the frame rate of a video (people.md 20). The service receives them only if the user asks.</summary>
[Trait("Source", "people.md 20, the vendor's API reference")]
public sealed class ResolutionTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string NewVideo = "New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out";
    private const string Table =
        "| ConvertFrom-Csv -Header Path, Message, Resolution, FrameRate | New-NemoVideo -Destination out";

    [Theory]
    [InlineData("Send-NemoUpload a.mp4 -SessionPerFile | Start-NemoExport")]
    [InlineData(NewVideo)]
    [InlineData($"'a.mp4,trim the pauses,,' {Table}")]
    public async Task Export_WithoutResolution_SendsFormatAndQualityOnly(string command) =>
        Assert.Equal("""{"format":"mp4","quality":"high"}""", Assert.Single(await RunAsync(command)));

    [Theory]
    [InlineData("Send-NemoUpload a.mp4 -SessionPerFile | Start-NemoExport -Resolution 4K -FrameRate 60", "4K", 60)]
    [InlineData("Send-NemoUpload a.mp4 -SessionPerFile | Start-NemoExport -Resolution 1080p", "1080p", null)]
    [InlineData("Send-NemoUpload a.mp4 -SessionPerFile | Start-NemoExport -FrameRate 25", null, 25)]
    [InlineData($"{NewVideo} -Resolution 4K -FrameRate 60", "4K", 60)]
    [InlineData($"{NewVideo} -Resolution 1080p", "1080p", null)]
    [InlineData($"{NewVideo} -FrameRate 25", null, 25)]
    [InlineData($"'a.mp4,trim the pauses,4K,60' {Table}", "4K", 60)]
    [InlineData($"'a.mp4,trim the pauses,1080p,' {Table}", "1080p", null)]
    [InlineData($"'a.mp4,trim the pauses,,25' {Table}", null, 25)]
    public async Task Export_ResolutionOrFrameRate_IsSent(string command, string? resolution, int? frameRate) =>
        AssertOutput(Assert.Single(await RunAsync(command)), resolution, frameRate);

    [Fact]
    public async Task NewNemoVideo_OtherResolutionInNextRun_ExportsAgainWithoutMessage()
    {
        var bodies = await RunAsync($"{NewVideo}\n{NewVideo} -Resolution 4K");

        Assert.Equal(1, await emulator.MessageCountAsync());
        Assert.Equal(2, bodies.Count);
        AssertOutput(bodies[1], "4K", null);
    }

    private static void AssertOutput(string body, string? resolution, int? frameRate)
    {
        var output = JsonDocument.Parse(body).RootElement;
        Assert.Equal("mp4", output.GetProperty("format").GetString());
        Assert.Equal("high", output.GetProperty("quality").GetString());
        Assert.Equal(resolution, output.TryGetProperty("resolution", out var sent) ? sent.GetString() : null);
        Assert.Equal(frameRate, output.TryGetProperty("fps", out var fps) ? fps.GetInt32() : null);
    }

    /// <summary>Runs a command, and returns the <c>output</c> of each export that it submitted.</summary>
    private async Task<IReadOnlyList<string>> RunAsync(string command)
    {
        await using var setup = await emulator.StartAsync();
        setup.Folder.AddClip("a.mp4");
        var earlier = (await setup.Emulator.RequestsAsync()).Count;
        (await setup.RunConnectedAsync(command)).WithoutErrors();
        var submits = (await setup.Emulator.RequestsAsync()).Skip(earlier)
            .Where(static request => request is { Method: "POST", Path: "/api/render/proxy/lambda" });
        var bodies = submits.Select(static request => JsonDocument.Parse(request.Body!).RootElement);
        return [.. bodies.Select(static body => body.GetProperty("output").GetRawText())];
    }
}
