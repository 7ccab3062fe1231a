namespace NemoVideo.Acceptance.Tests;

/// <summary>-WhatIf creates, uploads and charges nothing, and shows what would happen (design.md 7).</summary>
[Trait("Source", "design.md 7")]
public sealed class WhatIfTests(WhatIfTests.Ready ready) : IClassFixture<WhatIfTests.Ready>
{
    private const string Preview = "Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses', 'add a title' -Destination out -WhatIf";

    private const string Steps = "Get-ChildItem clips/*.mp4 | Send-NemoUpload -SessionPerFile -WhatIf | "
        + "Invoke-NemoEdit 'trim the pauses' | Start-NemoExport | Wait-NemoExport -Destination out";

    [Theory]
    [InlineData("Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses' -Destination out -WhatIf", "a.mp4", "b.mp4", "100 credits")]
    [InlineData("Get-ChildItem clips/*.mp4 | Send-NemoUpload -SessionPerFile -WhatIf", "a.mp4", "b.mp4")]
    [InlineData("Send-NemoUpload clips/a.mp4 -WhatIf", "a.mp4")]
    [InlineData("Invoke-NemoEdit 'trim the pauses' -WhatIf", "trim the pauses")]
    [InlineData("$uploads | Invoke-NemoEdit 'trim the pauses' -WhatIf", "trim the pauses")]
    [InlineData("Start-NemoExport -WhatIf", "old")]
    [InlineData("$edits | Start-NemoExport -WhatIf", "old")]
    [InlineData("$export | Wait-NemoExport -Destination out -WhatIf", "old")]
    [InlineData("$export | Stop-NemoExport -WhatIf")]
    [InlineData("New-NemoSession 'Holiday' -WhatIf", "Holiday")]
    [InlineData(Steps, "a.mp4", "b.mp4")]
    public async Task WhatIf_ReadyForTheCommand_ShowsWhatWouldHappenAndChangesNothing(string command, params string[] facts)
    {
        var before = await ready.SnapshotAsync();

        var output = await ready.TestSetup.RunAsync(command);

        Assert.Empty(output.WithoutErrors().Objects);
        Assert.Equal(before, await ready.SnapshotAsync());
        Assert.False(Directory.Exists(ready.TestSetup.Folder["out"]));
        Assert.All(facts, fact => Assert.Contains(fact, output.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Disconnect-Nemo; ")]
    public async Task NewNemoVideoWhatIf_ConnectedOrInAFreshWindow_ShowsMessagesNamesEstimateAndCredits(string before)
    {
        await using var setup = await StartAsync();
        await setup.RunConnectedAsync("Get-NemoCredit > $null");

        var output = await setup.RunAsync($"{before}{Preview} -OutputName {{ $_.BaseName + '-short' }}");

        var text = output.WithoutErrors().Text.Replace(",", "", StringComparison.Ordinal);
        Assert.All(
            ["a.mp4", "trim the pauses", "add a title", "a-short.mp4", "b-short.mp4", "200 credits", "1000000"],
            fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Disconnect-Nemo; ")]
    public async Task NewNemoVideoWhatIf_EarlierRun_DoesNotCountItsVideos(string before)
    {
        await using var setup = await StartAsync();
        await setup.RunConnectedAsync("New-NemoVideo 'trim the pauses', 'add a title' -Path clips/a.mp4 -Destination out");

        var output = await setup.RunAsync(before + Preview);

        Assert.Contains("a.mp4", output.WithoutErrors().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("200 credits", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewNemoVideoWhatIf_BadFile_ReportsItAndShowsTheOthers()
    {
        await using var setup = await StartAsync();
        await File.WriteAllTextAsync(setup.Folder["clips/bad.mp4"], "not a video", TestContext.Current.CancellationToken);

        var output = await setup.RunConnectedAsync(Preview);

        Assert.Equal(setup.Folder["clips/bad.mp4"], Assert.Single(output.Errors).Target);
        Assert.Contains("200 credits", output.Text, StringComparison.Ordinal);
    }

    private async Task<TestSetup> StartAsync()
    {
        var setup = await TestSetup.ShareAsync(ready.TestSetup.Emulator);
        setup.Folder.AddUniqueClip("clips/a.mp4");
        setup.Folder.AddUniqueClip("clips/b.mp4");
        return setup;
    }

    /// <summary>Clips, an upload, an edit, and an export, so that each cmdlet could do its work.</summary>
    public sealed class Ready : IAsyncLifetime
    {
        internal TestSetup TestSetup { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            TestSetup = await TestSetup.StartAsync();
            TestSetup.Folder.AddUniqueClip("old.mp4");
            TestSetup.Folder.AddUniqueClip("clips/a.mp4");
            TestSetup.Folder.AddUniqueClip("clips/b.mp4");
            var output = await TestSetup.RunConnectedAsync(
                """
                $global:uploads = Get-Item old.mp4 | Send-NemoUpload -SessionPerFile
                $global:edits = $uploads | Invoke-NemoEdit 'trim the pauses'
                $global:export = $edits | Start-NemoExport
                $null = Set-NemoSession $uploads.SessionId
                """);
            output.WithoutErrors();
        }

        public ValueTask DisposeAsync() => TestSetup?.DisposeAsync() ?? default;

        /// <summary>Everything that a command could have created, and the number of requests that could create something.</summary>
        internal async Task<(int Sessions, int Uploads, int Messages, int Renders, int Posts)> SnapshotAsync()
        {
            var sessions = await TestSetup.Emulator.SessionsAsync();
            var posts = (await TestSetup.Emulator.RequestsAsync()).Count(static request => request.Method == "POST");
            var uploads = sessions.Sum(static session => session.UploadCount);
            return (sessions.Count, uploads, await TestSetup.Emulator.MessageCountAsync(), await TestSetup.Emulator.RenderCountAsync(), posts);
        }
    }
}
