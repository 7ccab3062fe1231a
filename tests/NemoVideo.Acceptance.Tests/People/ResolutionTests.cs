namespace NemoVideo.Acceptance.Tests.People;

/// <summary>The resolution and the frame rate of a video (people.md 20). The service receives them only if the user asks.</summary>
public sealed class ResolutionTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string Source = "people.md 20, the vendor's API reference";
    private const string NewVideo = "New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out";

    [Theory]
    [Trait("Source", Source)]
    [InlineData("Send-NemoUpload a.mp4 -SessionPerFile | Start-NemoExport")]
    [InlineData(NewVideo)]
    public async Task Export_WithoutResolution_SendsFormatAndQualityOnly(string command) =>
        Assert.Equal("""{"format":"mp4","quality":"high"}""", Assert.Single((await RunAsync(command)).Bodies));

    [Theory]
    [Trait("Source", Source)]
    [InlineData("Start-NemoExport -Resolution 4K -FrameRate 60", "4K", 60)]
    [InlineData("Start-NemoExport -Resolution 1080p", "1080p", null)]
    [InlineData("Start-NemoExport -FrameRate 25", null, 25)]
    public async Task StartNemoExport_ResolutionOrFrameRate_IsSent(string command, string? resolution, int? frameRate)
    {
        var (output, bodies) = await RunAsync($"Send-NemoUpload a.mp4 -SessionPerFile | {command}");

        output.WithoutErrors();
        AssertOutput(Assert.Single(bodies), resolution, frameRate);
    }

    [Theory]
    [Trait("Source", Source)]
    [InlineData("-Resolution 4K -FrameRate 60", "4K", 60)]
    [InlineData("-Resolution 1080p", "1080p", null)]
    [InlineData("-FrameRate 25", null, 25)]
    public async Task NewNemoVideo_ResolutionOrFrameRate_IsSent(string parameters, string? resolution, int? frameRate)
    {
        var (output, bodies) = await RunAsync($"{NewVideo} {parameters}");

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
        AssertOutput(Assert.Single(bodies), resolution, frameRate);
    }

    [Theory]
    [Trait("Source", Source)]
    [InlineData("4K,60", "4K", 60)]
    [InlineData("1080p,", "1080p", null)]
    [InlineData(",25", null, 25)]
    public async Task NewNemoVideo_ColumnsOfCsvFile_AreSent(string values, string? resolution, int? frameRate)
    {
        var (output, bodies) = await RunAsync(
            $"'Path,Message,Resolution,FrameRate', 'a.mp4,trim the pauses,{values}' | ConvertFrom-Csv | New-NemoVideo -Destination out");

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
        AssertOutput(Assert.Single(bodies), resolution, frameRate);
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task NewNemoVideo_EmptyColumnsOfCsvFile_SendFormatAndQualityOnly()
    {
        var (output, bodies) = await RunAsync(
            "'Path,Message,Resolution,FrameRate', 'a.mp4,trim the pauses,,' | ConvertFrom-Csv | New-NemoVideo -Destination out");

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
        Assert.Equal("""{"format":"mp4","quality":"high"}""", Assert.Single(bodies));
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task NewNemoVideo_OtherResolutionInNextRun_ExportsAgainWithoutMessage()
    {
        var (output, bodies) = await RunAsync($"{NewVideo}\n{NewVideo} -Resolution 4K");
        var messages = await emulator.MessageCountAsync();

        output.WithoutErrors();
        Assert.Equal(1, messages);
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
    private async Task<(PowerShellOutput Output, IReadOnlyList<string> Bodies)> RunAsync(string command)
    {
        await using var bench = await emulator.StartAsync();
        bench.Folder.AddClip("a.mp4");
        var earlier = (await bench.Emulator.RequestsAsync()).Count;
        var output = await bench.RunConnectedAsync(command);
        var submits = (await bench.Emulator.RequestsAsync()).Skip(earlier)
            .Where(static request => request is { Method: "POST", Path: "/api/render/proxy/lambda" });
        var bodies = submits.Select(static request => JsonDocument.Parse(request.Body!).RootElement);
        return (output, [.. bodies.Select(static body => body.GetProperty("output").GetRawText())]);
    }
}
