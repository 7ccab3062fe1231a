using System.Text;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A CSV file that Import-Csv reads in the wrong encoding: U+FFFD instead of each umlaut (people.md 5).</summary>
[Trait("Source", "PowerShell 6550")]
[Trait("Source", "PowerShell 7776")]
public sealed class EncodingTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Theory]
    [InlineData("Path,Message\na.mp4,Füge Musik hinzu", "Import-Csv jobs.csv | New-NemoVideo -Destination out")]
    [InlineData("Path,Message\na.mp4,Füge Musik hinzu", "Import-Csv jobs.csv | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit")]
    [InlineData("Path,Message,OutputName\na.mp4,trim the pauses,für Anna", "Import-Csv jobs.csv | New-NemoVideo -Destination out")]
    [InlineData("Path,Message\närger.mp4,trim the pauses", "Import-Csv jobs.csv | New-NemoVideo -Destination out")]
    [InlineData("Message\nFüge Musik hinzu", "Send-NemoUpload a.mp4 > $null; Import-Csv jobs.csv | Invoke-NemoEdit -ResultOnly")]
    public async Task Pipeline_CsvInAnotherEncoding_IsRefusedBeforeItIsCharged(string csv, string command)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        setup.Folder.AddClip("ärger.mp4");
        WriteCsv(setup, csv, Encoding.Latin1);

        var output = await setup.RunConnectedAsync(command);

        Assert.Equal(0, await shared.MessageCountAsync());
        Assert.Single(output.Errors);
        Assert.Contains("-Encoding", output.Text, StringComparison.Ordinal);
        Assert.Empty(setup.Folder.Files("out"));
    }

    [Fact]
    public async Task NewNemoVideo_EncodingOfTheFileIsSpecified_UsesTheUmlauts()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("ärger.mp4");
        WriteCsv(setup, "Path,Message,OutputName\närger.mp4,add the title 'Füße',für Anna", Encoding.Latin1);

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv -Encoding Latin1 | New-NemoVideo -Destination out");

        output.WithoutErrors();
        Assert.Equal(["für Anna.mp4"], setup.Folder.Files("out"));
    }

    private static void WriteCsv(TestSetup setup, string text, Encoding encoding) =>
        File.WriteAllText(setup.Folder["jobs.csv"], text.ReplaceLineEndings("\r\n") + "\r\n", encoding);
}
