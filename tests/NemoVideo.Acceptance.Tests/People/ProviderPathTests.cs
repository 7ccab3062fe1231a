namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Paths as PowerShell's own cmdlets return and accept them: with a provider, or with a drive (people.md 18).</summary>
[Trait("Source", "people.md 18")]
public sealed class ProviderPathTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string Video = "New-NemoVideo 'trim the pauses' -Destination out";

    /// <summary>The drive <c>clips</c> is the current folder.</summary>
    [Theory]
    [InlineData("Send-NemoUpload -SessionPerFile -Path (Get-Item a.mp4).PSPath")]
    [InlineData("Send-NemoUpload -SessionPerFile -Path clips:/a.mp4")]
    [InlineData("Send-NemoUpload -SessionPerFile -LiteralPath (Get-Item a.mp4).PSPath")]
    [InlineData("Send-NemoUpload -SessionPerFile -LiteralPath clips:/a.mp4")]
    [InlineData("Get-Item a.mp4 | Select-Object PSPath | Send-NemoUpload -SessionPerFile")]
    [InlineData($"{Video} -Path (Get-Item a.mp4).PSPath")]
    [InlineData("New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination (New-Item out -ItemType Directory).PSPath")]
    [InlineData("New-NemoVideo 'trim the pauses' -Path clips:/a.mp4 -Destination clips:/out")]
    [InlineData($"{Video} -LiteralPath (Get-Item a.mp4).PSPath")]
    [InlineData($"{Video} -LiteralPath clips:/a.mp4")]
    [InlineData($"Get-Item a.mp4 | Select-Object PSPath | {Video}")]
    [InlineData($"Get-Item a.mp4 | Select-Object @{{ n = 'Path'; e = 'PSPath' }} | {Video}")]
    [InlineData("[pscustomobject] @{ Path = 'clips:/a.mp4'; Message = 'trim the pauses' } | New-NemoVideo -Destination out")]
    public async Task Command_ProviderPath_UsesTheFile(string command)
    {
        await using var setup = await emulator.StartAsync();
        setup.Folder.AddClip("a.mp4");

        var output = await setup.RunConnectedAsync($"$null = New-PSDrive -Name clips -PSProvider FileSystem -Root $PWD\n{command}");

        output.WithoutErrors().Single();
        Assert.Equal(1, Assert.Single(await emulator.SessionsAsync()).UploadCount);
        Assert.Equal(command.Contains("New-NemoVideo", StringComparison.Ordinal) ? ["a.mp4"] : [], setup.Folder.Files("out"));
    }
}
