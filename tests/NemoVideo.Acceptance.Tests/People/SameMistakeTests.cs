namespace NemoVideo.Acceptance.Tests.People;

/// <summary>One mistake in all inputs is one error, before anything is charged, and no input at all is a warning.</summary>
[Trait("Source", "A day as a new user")]
public sealed class SameMistakeTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Theory]
    [InlineData("Get-ChildItem *.mp4 | New-NemoVideo -Destination out", "-Message")]
    [InlineData("Import-Csv misspelled.csv | New-NemoVideo -Destination out", "Mesage")]
    [InlineData("Import-Csv german.csv | New-NemoVideo -Destination out", "Pfad")]
    [InlineData("Get-ChildItem *.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit -ResultOnly", "-Message")]
    [InlineData("Import-Csv german.csv | Invoke-NemoEdit -ResultOnly", "Pfad")]
    public async Task Pipeline_AllInputsHaveTheSameMistake_WritesOneErrorWithWhatWasFound(string command, string found)
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync(command);

        Assert.Contains(found, Assert.Single(output.Errors).Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_AllRowsHaveTheSameMistake_ReturnsAResultForEachRow()
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync("Import-Csv misspelled.csv | New-NemoVideo -Destination out");

        Assert.Equal(["Failed", "Failed"], output.Values("Status"));
    }

    [Fact]
    public async Task NewNemoVideo_OneRowHasNoMistake_WritesAnErrorForEachOther()
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], "Path,Message\na.mp4,\nb.mp4,\na.mp4,make it square\n");

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Equal(2, output.Errors.Count);
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Theory]
    [InlineData("Get-ChildItem none*.mp4 | New-NemoVideo 'make it square' -Destination out")]
    [InlineData("Get-ChildItem none*.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'make it square' | Start-NemoExport")]
    [InlineData("Get-ChildItem none*.mp4 | Invoke-NemoEdit 'make it square'")]
    public async Task Pipeline_Empty_Warns(string command)
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync(command);

        Assert.Contains("no usable input", Assert.Single(output.WithoutErrors().Warnings), StringComparison.Ordinal);
    }

    private async Task<TestSetup> StartAsync()
    {
        var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        setup.Folder.AddClip("b.mp4", "harbour.mp4");
        File.WriteAllText(setup.Folder["misspelled.csv"], "Path,Mesage\na.mp4,make it square\nb.mp4,make it square\n");
        File.WriteAllText(setup.Folder["german.csv"], "Pfad,Message\na.mp4,make it square\nb.mp4,make it square\n");
        return setup;
    }
}
