namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Paths as PowerShell's own cmdlets return and accept them: with a provider, or with a drive (people.md 18).</summary>
public sealed class ProviderPathTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string Source = "people.md 18";

    [Theory]
    [Trait("Source", Source)]
    [InlineData("Send-NemoUpload -Path (Get-Item a.mp4).PSPath -SessionPerFile")]
    [InlineData("Send-NemoUpload -Path clips:/a.mp4 -SessionPerFile")]
    public async Task SendNemoUpload_ProviderPath_UploadsFile(string command) =>
        Assert.Equal(["a.mp4"], (await RunWithDriveAsync(command)).WithoutErrors().Values("Name"));

    [Theory]
    [Trait("Source", Source)]
    [InlineData("Send-NemoUpload -LiteralPath (Get-Item a.mp4).PSPath -SessionPerFile")]
    [InlineData("Send-NemoUpload -LiteralPath clips:/a.mp4 -SessionPerFile")]
    [InlineData("Get-Item a.mp4 | Select-Object PSPath | Send-NemoUpload -SessionPerFile")]
    public async Task SendNemoUpload_LiteralProviderPath_UploadsFile(string command)
    {
        var output = await RunWithDriveAsync(command);

        Assert.Equal(["a.mp4"], output.WithoutErrors().Values("Name"));
    }

    [Theory]
    [Trait("Source", Source)]
    [InlineData("New-NemoVideo 'trim the pauses' -Path (Get-Item a.mp4).PSPath -Destination out")]
    [InlineData("New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination (New-Item out -ItemType Directory).PSPath")]
    [InlineData("New-NemoVideo 'trim the pauses' -Path clips:/a.mp4 -Destination clips:/out")]
    public async Task NewNemoVideo_ProviderPath_CreatesVideo(string command) =>
        Assert.Equal(["Succeeded"], (await RunWithDriveAsync(command)).WithoutErrors().Values("Status"));

    [Theory]
    [Trait("Source", Source)]
    [InlineData("New-NemoVideo 'trim the pauses' -LiteralPath (Get-Item a.mp4).PSPath -Destination out")]
    [InlineData("New-NemoVideo 'trim the pauses' -LiteralPath clips:/a.mp4 -Destination out")]
    [InlineData("Get-Item a.mp4 | Select-Object PSPath | New-NemoVideo 'trim the pauses' -Destination out")]
    [InlineData("Get-Item a.mp4 | Select-Object @{ n = 'Path'; e = 'PSPath' } | New-NemoVideo 'trim the pauses' -Destination out")]
    [InlineData("[pscustomobject] @{ Path = 'clips:/a.mp4'; Message = 'trim the pauses' } | New-NemoVideo -Destination out")]
    public async Task NewNemoVideo_LiteralProviderPath_CreatesVideo(string command)
    {
        var output = await RunWithDriveAsync(command);

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
    }

    /// <summary>Runs a command in a folder with the clip <c>a.mp4</c>. The drive <c>clips</c> is the same folder.</summary>
    private async Task<PowerShellOutput> RunWithDriveAsync(string command)
    {
        await using var bench = await emulator.StartAsync();
        bench.Folder.AddClip("a.mp4");
        return await bench.RunConnectedAsync($"$null = New-PSDrive -Name clips -PSProvider FileSystem -Root $PWD\n{command}");
    }
}
