using System.Text.RegularExpressions;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Tables and lists as people make them (people.md 14 and 21, and reports of our own).</summary>
public sealed class TableTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const int RowCount = 1000;

    [Theory]
    [Trait("Source", "PSExcel 35")]
    [Trait("Source", "AzureStorageExplorer 3136")]
    [InlineData("Path,Message,OutputName\na.mp4,,\n,,\n,,\n", "row 2, row 3")]
    [InlineData("Path,Title\na.mp4,\n\" \",\t\n\"\u00A0\",\n", "row 2, row 3")]
    [InlineData("Path\na.mp4\n\" \"\n\"\u3000\"\n", "row 2, row 3")]
    public async Task NewNemoVideo_EmptiedRows_AreSkippedWithOneWarning(string table, string skipped)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], table);

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo 'make it square' -Destination out");

        Assert.EndsWith($"skipped: {skipped}.", Assert.Single(output.WithoutErrors().Warnings), StringComparison.Ordinal);
        Assert.Equal(["Succeeded"], output.Values("Status"));
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Theory]
    [Trait("Source", "Invoke-SqlCmd2 33")]
    [InlineData("[pscustomobject]@{ Path = 'a.mp4'; Note = 'x' }, [pscustomobject]@{ Path = [DBNull]::Value; Note = [DBNull]::Value }")]
    [InlineData("'[{\"Path\":\"a.mp4\"},{\"Path\":null},{\"Path\":[]}]' | ConvertFrom-Json")]
    [InlineData("$t = [Data.DataTable]::new(); 'Path', 'Quality', 'FrameRate' | % { $null = $t.Columns.Add($_) }; $null = $t.Rows.Add('a.mp4'); $null = $t.Rows.Add(); $t.Rows")]
    public async Task NewNemoVideo_RowsOfADatabase_NullIsEmpty(string rows)
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync($"& {{ {rows} }} | New-NemoVideo 'make it square' -Destination out");

        Assert.Contains("skipped", Assert.Single(output.WithoutErrors().Warnings), StringComparison.Ordinal);
        Assert.Equal(["a.mp4"], output.Values("SourceName"));
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_RowWithAnotherValueButNoPath_IsAnErrorWithItsNumber()
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], "Path,OutputName\na.mp4,first\n,second\n");

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo 'make it square' -Destination out");

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoNoPathInInput", error.Id);
        Assert.StartsWith("Row 2: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Theory]
    [InlineData("Path,FilePath,Message\n,a.mp4,make it square\n")]
    [InlineData("Path,FullName,Message\n,a.mp4,make it square\n")]
    public async Task NewNemoVideo_RowNamesItsFileInAnotherColumn_GeneratesNoClip(string table)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], table);

        await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.DoesNotContain(await shared.SessionsAsync(), static session => session.MessageCount > 0 && session.UploadCount == 0);
    }

    [Fact]
    public async Task GetChildItemName_FileInAnotherFolder_IsTheOneThatWasListed()
    {
        await using var setup = await StartAsync();
        setup.Folder.AddClip("other/a.mp4", "harbour.mp4");

        var output = await setup.RunConnectedAsync("Get-ChildItem other -Name | New-NemoVideo 'make it square' -Destination out");

        Assert.Equal([setup.Folder["other/a.mp4"]], output.WithoutErrors().Values("SourcePath"));
    }

    [Fact]
    public async Task NewNemoVideo_PathWithAHalfSurrogate_DoesNotStopTheOthers()
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync(
            "\"x$([char]0xD83D).mp4\", 'a.mp4' | New-NemoVideo 'make it square' -Destination out; \"x$([char]0xD83D).mp4\" | Send-NemoUpload");

        Assert.Equal(2, output.Errors.Count);
        Assert.Contains("Succeeded", output.Objects[1].GetProperty("Status").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewNemoVideo_RowWithItsOwnMessageAndNoPath_GeneratesAClip()
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], "Path,Message\n,generate a city at night\n");

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").ToString());
    }

    [Theory]
    [Trait("Source", "youtube-dl 26813")]
    [InlineData("New-NemoVideo 'make it square' -Destination out")]
    [InlineData("Send-NemoUpload -SessionPerFile")]
    public async Task GetContent_ListWithBlankLines_UsesEachFile(string command)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["list.txt"], "a.mp4\n\n  \nb.mp4\n\n");

        var output = await setup.RunConnectedAsync($"Get-Content list.txt | {command}");

        Assert.Equal(["a.mp4", "b.mp4"], output.WithoutErrors().Objects.Select(item => Path.GetFileName(item.GetProperty(
            command.StartsWith("New", StringComparison.Ordinal) ? "SourcePath" : "Path").ToString())).Order());
        Assert.StartsWith("3 empty inputs were skipped", Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", "youtube-dl 26813")]
    public async Task GetContent_MissingFile_ErrorNamesTheLine()
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["list.txt"], "a.mp4\n\nmissing.mp4\n");

        var output = await setup.RunConnectedAsync("Get-Content list.txt | New-NemoVideo 'make it square' -Destination out");

        Assert.StartsWith("Line 3: ", Assert.Single(output.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Source", "PowerShell 16976")]
    [InlineData("'[{\"Path\":\"a.mp4\",\"OutputName\":\"2026-11-29T18:30:00\"}]' | ConvertFrom-Json", "2026-11-29T18 30 00.mp4")]
    [InlineData("[pscustomobject]@{ Path = 'a.mp4'; OutputName = [datetime] '2026-11-29' }", "2026-11-29.mp4")]
    public async Task NewNemoVideo_NameIsADate_IsIso8601(string rows, string name)
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync($"{rows} | New-NemoVideo 'make it square' -Destination out");

        Assert.Equal([name], setup.Folder.Files("out"));
        output.WithoutErrors();
    }

    [Theory]
    [Trait("Source", "A day as a new user")]
    [InlineData("Path;Message\na.mp4;make it square\n", "-Delimiter ';'")]
    [InlineData("Path\tMessage\na.mp4\tmake it square\n", "-Delimiter \"`t\"")]
    [InlineData("\"FilePath|Message\"\na.mp4|make it square\n", "-Delimiter '|'")]
    public async Task NewNemoVideo_OtherDelimiter_ErrorNamesIt(string table, string advice)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], table);

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Contains(advice, Assert.Single(output.Errors).Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Theory]
    [Trait("Source", "A day as a new user")]
    [Trait("Source", "PowerShell 25605")]
    [InlineData("OutputNam", "OutputName")]
    [InlineData("OutputName ", "OutputName")]
    [InlineData("output_name", "OutputName")]
    [InlineData("Mesage", "Message")]
    [InlineData("Framerat", "FrameRate")]
    [InlineData("Qaulity", "Quality")]
    public async Task NewNemoVideo_ColumnWithNearlyAKnownName_IsAnErrorBeforeACharge(string column, string name)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], $"Path,Message,{column}\na.mp4,make it square,x\n".Replace(
            name == "Message" ? ",Message" : "\0", "", StringComparison.Ordinal));

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Contains($"Rename the column to {name}", Assert.Single(output.Errors).Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Theory]
    [InlineData("Customer")]
    [InlineData("Quantity")]
    [InlineData("Part")]
    [InlineData("Still")]
    [InlineData("Notes")]
    public async Task NewNemoVideo_ColumnWithAnotherMeaning_IsCopiedToTheResult(string column)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], $"Path,Message,{column}\na.mp4,make it square,x\n");

        var output = await setup.RunConnectedAsync($"(Import-Csv jobs.csv | New-NemoVideo -Destination out).{column}");

        Assert.Equal("x", output.WithoutErrors().Single().GetString());
    }

    [Theory]
    [Trait("Source", "onodo 24")]
    [Trait("Source", "azuredatastudio 8732")]
    [InlineData("#N/A")]
    [InlineData("#NAME?")]
    [InlineData("#WERT!")]
    [InlineData("#DIV/0!")]
    [InlineData("NULL")]
    [InlineData("########")]
    [InlineData("=A1&B1")]
    public async Task Message_ErrorOfAFormula_IsNotSent(string message)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], $"Path,Message\na.mp4,{message}\n");

        var output = await setup.RunConnectedAsync(
            $"Import-Csv jobs.csv | New-NemoVideo -Destination out; Import-Csv jobs.csv | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit");

        Assert.Equal(2, output.Errors.Count);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Theory]
    [Trait("Source", "Invoke-MsBuild 33")]
    [InlineData("FrameRate", "\"24,0\"")]
    [InlineData("FrameRate", "\"29,97\"")]
    public async Task NewNemoVideo_NumberOfAnotherCulture_IsNotReadAsThousands(string column, string value)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], $"Path,Message,{column}\na.mp4,make it square,{value}\n");

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Contains("from 1 to 240", Assert.Single(output.Errors).Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Theory]
    [Trait("Source", "PowerShell 25605")]
    [Trait("Source", "ossia/score 1598")]
    [Trait("Source", "imageZIP 5")]
    [InlineData("a.mp4   ")]
    [InlineData("\"\"\"a.mp4\"\"\"")]
    [InlineData("a.mp4\u00A0")]
    [InlineData("\u202Aa.mp4")]
    [InlineData("\"\u00A0a.mp4\"")]
    public async Task NewNemoVideo_PathWithWhatProgramsAdd_IsFound(string path)
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["jobs.csv"], $"Path,Message\n{path},make it square\n");

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
    }

    /// <summary>800 good rows, and 200 damaged in twelve ways: with -WhatIf and for real, each is named once, and none is charged.</summary>
    [Fact]
    public async Task NewNemoVideo_LargeTableWithDamagedRows_SendsExactlyTheMessagesOfTheGoodRows()
    {
        await using var setup = await StartAsync();
        File.WriteAllText(setup.Folder["text.mp4"], "<!DOCTYPE html>");
        File.WriteAllBytes(setup.Folder["cut.mp4"], File.ReadAllBytes(setup.Folder["a.mp4"])[..^100]);
        File.WriteAllBytes(setup.Folder["unfinished.mp4"], BrokenClips.Of("ftyp free mdat:0"));
        foreach (var name in new[] { "text.mp4", "cut.mp4", "unfinished.mp4" })
        {
            File.SetLastWriteTimeUtc(setup.Folder[name], DateTime.UtcNow.AddDays(-1));
        }

        string[] damages =
        [
            ",,,", "\" \",\u00A0,,", "missing.mp4,make it square,,", "text.mp4,make it square,,", "cut.mp4,make it square,,",
            "unfinished.mp4,make it square,,", "a.mp4,,,", "a.mp4,#N/A,,", "a.mp4,b.mp4,,", "a.mp4,make it square,ultra,",
            "a.mp4,make it square,,\"24,0\"", "https://,make it square,,",
        ];
        var rows = Enumerable.Range(1, RowCount).Select(number => (Number: number, Damage: number % 5 == 0 ? (number / 5) % damages.Length : -1))
            .ToList();
        File.WriteAllLines(setup.Folder["jobs.csv"], rows.Select(row => row.Damage < 0 ? $"a.mp4,{MessageOf(row.Number)},," : damages[row.Damage])
            .Prepend("Path,Message,Quality,FrameRate"));
        var skipped = rows.Count(static row => row.Damage is 0 or 1);
        var rejected = rows.Where(static row => row.Damage > 1).Select(static row => row.Number).ToList();
        const string Run = "Import-Csv jobs.csv | New-NemoVideo -Destination out -ThrottleLimit 16";

        var planned = await setup.RunConnectedAsync($"{Run} -WhatIf");

        Check(planned);
        Assert.Equal(0, await shared.MessageCountAsync());

        var before = await setup.Emulator.RequestsAsync("/run_sse");
        var output = await setup.RunAsync($"{Run} > $null", TimeSpan.FromMinutes(5));

        Check(output);
        var sent = (await setup.Emulator.RequestsAsync("/run_sse")).Skip(before.Count).Select(static request => Regex.Match(request.Body!, "number \\d+").Value);
        Assert.Equal(
            rows.Where(static row => row.Damage < 0).Select(static row => $"number {row.Number}").Order(StringComparer.Ordinal),
            sent.Order(StringComparer.Ordinal));

        void Check(PowerShellOutput result)
        {
            var unexpected = result.Errors.Where(error => !rejected.Exists(row => error.Message.StartsWith($"Row {row}: ", StringComparison.Ordinal)));
            Assert.Empty(unexpected.Select(static error => $"{error}"));
            Assert.Equal(rejected, result.Errors.Select(static error => int.Parse(
                Regex.Match(error.Message, @"^Row (\d+): ").Groups[1].Value, CultureInfo.InvariantCulture)).Order());
            Assert.StartsWith($"{skipped} empty inputs were skipped: row", Assert.Single(result.Warnings), StringComparison.Ordinal);
        }
    }

    private static string MessageOf(int number) => $"make it square number {number}";

    private async Task<TestSetup> StartAsync()
    {
        var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        setup.Folder.AddClip("b.mp4", "harbour.mp4");
        return setup;
    }
}
