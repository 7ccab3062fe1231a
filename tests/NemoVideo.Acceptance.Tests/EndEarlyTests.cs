namespace NemoVideo.Acceptance.Tests;

/// <summary>A pipeline that has enough, or that may not continue, ends while the service is busy with the rest.</summary>
[Trait("Source", "design.md 6")]
public sealed class EndEarlyTests(EndEarlyTests.Ready ready) : IClassFixture<EndEarlyTests.Ready>
{
    // A pipeline that waits for the held request never ends, because only the end of the test releases it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("POST /run_sse: hold after 2 events", "$uploads[0] | Invoke-NemoEdit 'trim the pauses'")]
    [InlineData("POST /run_sse: hold after 0 events", "$uploads | Invoke-NemoEdit 'trim the pauses' -ThrottleLimit 2")]
    [InlineData("POST /api/upload-video/*: hold before answer", "Send-NemoUpload clips/*.mp4 -SessionPerFile -ThrottleLimit 2")]
    [InlineData("GET /api/render/*: hold before answer", "$exports | Wait-NemoExport")]
    [InlineData("GET /output/*: hold after 20000 bytes", "$exports | Wait-NemoExport -Destination out")]
    [InlineData("POST /run_sse: hold after 2 events", "New-NemoVideo 'trim the pauses' -Path clips/*.mp4 -Destination out")]
    public async Task SelectObjectFirst_AnotherRequestIsHeld_ReturnsOneObjectAndEndsTheRequest(string fault, string command)
    {
        var setup = ready.TestSetup;
        await setup.Emulator.ClearFaultsAsync();
        var last = (await setup.Emulator.RequestsAsync())[^1].Id;
        await setup.Emulator.AddFaultsAsync(fault);

        var output = await setup.RunAsync($"{command} | Select-Object -First 1", Limit);

        Assert.Single(output.WithoutErrors().Objects);
        await AssertHeldRequestHasEndedAsync(setup, last);
    }

    [Theory]
    [InlineData(
        "POST /api/upload-video/*: hold before answer", "NemoUnsupportedFile",
        "& { Get-Item clips/a.mp4; Wait-Held; Get-Item bad.mp4 } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -ErrorAction Stop")]
    [InlineData(
        "GET /api/render/*: hold before answer", "NemoExportNotFound",
        "& { $exports[0].Id; Wait-Held; 'render_0_unknown' } | Wait-NemoExport -ErrorAction Stop")]
    public async Task ErrorActionStop_AnotherRequestIsHeld_EndsWithTheErrorAndEndsTheRequest(string fault, string error, string command)
    {
        var setup = ready.TestSetup;
        await setup.Emulator.ClearFaultsAsync();
        var last = (await setup.Emulator.RequestsAsync())[^1].Id;
        await setup.Emulator.AddFaultsAsync(fault);

        var output = await setup.RunAsync(command, Limit);

        Assert.Equal((error, true), (Assert.Single(output.Errors).Id, output.Errors[0].IsTerminating));
        await AssertHeldRequestHasEndedAsync(setup, last);
    }

    [Theory]
    [InlineData("$uploads | Invoke-NemoEdit 'trim the pauses' -ThrottleLimit 2 -ErrorAction Stop")]
    [InlineData("New-NemoVideo 'trim to 2 seconds' -Path clips/*.mp4 -Destination out -ThrottleLimit 2 -ErrorAction Stop")]
    public async Task ErrorActionStop_AnotherEditIsRunning_StartsNoMoreEdits(string command)
    {
        var setup = ready.TestSetup;
        await setup.Emulator.ClearFaultsAsync();
        var last = (await setup.Emulator.RequestsAsync())[^1].Id;
        const string error = "POST /run_sse: error event \"no font\"";
        // All others are held, so that none makes room for the next one before the error is written.
        await setup.Emulator.AddFaultsAsync("POST /run_sse: hold after 1 events", error, "POST /run_sse: hold after 0 events x*");

        var run = setup.RunAsync(command, Limit);
        await setup.Emulator.WaitForAsync(request => request.Id > last && request.IsDone && request.Fault == error, "the error");
        await setup.Emulator.WaitForAsync(request => request.Id > last && request.IsHeld, "the other edit");
        // The running edits may end by themselves, because they are charged in any case. One can begin only now.
        while (!run.IsCompleted)
        {
            await setup.Emulator.ReleaseAsync();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var output = await run;

        Assert.True(Assert.Single(output.Errors).IsTerminating);
        Assert.Contains("no font", output.Errors[0].Message, StringComparison.Ordinal);
        // One of the other four may have begun before the error was written.
        Assert.InRange((await setup.Emulator.RequestsAsync("/run_sse")).Count(request => request.Id > last), 2, 3);
    }

    private static async Task AssertHeldRequestHasEndedAsync(TestSetup setup, long last) => await setup.Emulator.WaitForAsync(
        request => request.Id > last && request.State != "open" && (request.HoldCount == 1 || request.State == "aborted"),
        "the end of the held request");

    /// <summary>Clips, their uploads and their exports.</summary>
    public sealed class Ready : IAsyncLifetime
    {
        internal TestSetup TestSetup { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            TestSetup = await TestSetup.StartAsync();
            foreach (var name in new[] { "a", "b", "c", "d", "e", "f" })
            {
                TestSetup.Folder.AddUniqueClip($"clips/{name}.mp4");
            }

            await File.WriteAllTextAsync(TestSetup.Folder["bad.mp4"], "not a video", TestContext.Current.CancellationToken);
            var output = await TestSetup.RunConnectedAsync(
                """
                # Waits until the emulator holds a request.
                function global:Wait-Held {
                    $requests = "${env:NEMO_API_URL}_emulator/requests"
                    do {
                        Start-Sleep -Milliseconds 20
                        $open = Invoke-RestMethod $requests | ForEach-Object { $_ } | Where-Object state -eq open
                    } until ($open)
                }

                $global:uploads = Get-ChildItem clips/*.mp4 | Send-NemoUpload -SessionPerFile
                $global:exports = $uploads | Start-NemoExport
                """);
            output.WithoutErrors();
        }

        public ValueTask DisposeAsync() => TestSetup?.DisposeAsync() ?? default;
    }
}
