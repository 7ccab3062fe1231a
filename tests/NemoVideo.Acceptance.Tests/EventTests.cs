namespace NemoVideo.Acceptance.Tests;

/// <summary>The events of the second pipeline: objects, in the order of the stream, as soon as they arrive (design.md 7).</summary>
[Trait("Source", "design.md 7")]
public sealed class EventTests(SharedEmulator fixture) : IClassFixture<SharedEmulator>
{
    /// <summary>Also if the network splits the streams between any two bytes.</summary>
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1)]
    public async Task InvokeNemoEdit_TwoClipsAtOnce_WritesTheEventsOfEachInTheOrderOfItsStream(int byteCount)
    {
        await using var setup = await fixture.StartAsync();
        setup.Folder.AddUniqueClip("a.mp4");
        setup.Folder.AddUniqueClip("b.mp4");
        await fixture.Emulator.AddFaultsAsync($"POST /run_sse: drip {byteCount} bytes every 1 ms x2");

        var output = await setup.RunConnectedAsync(
            "Get-ChildItem *.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'trim the pauses, add a title' -ThrottleLimit 2");

        var sessions = output.WithoutErrors().Objects.GroupBy(static item => item.GetProperty("SessionId").GetString()).ToList();
        Assert.Equal(2, sessions.Count);
        Assert.All(sessions, static events => Assert.Equal(
            [
                "Text Let me edit that.", "ToolCall trim_pauses", "ToolResult trim_pauses", "ToolCall add_title", "ToolResult add_title",
                "Text Done.", "Timeline", "Result",
            ],
            events.Select(Describe)));
    }

    /// <summary>The server sends nothing more until the events have come out of the pipeline.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task InvokeNemoEdit_StreamIsStillOpen_HasWrittenTheEventsSoFar(int count)
    {
        await using var setup = await fixture.StartAsync();
        setup.Folder.AddUniqueClip("a.mp4");
        await fixture.Emulator.AddFaultsAsync($"POST /run_sse: hold after {count} events");

        var output = await setup.RunConnectedAsync(
            $"Get-ChildItem a.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'trim the pauses' | Select-Object -First {count}");

        string[] events = ["Text Let me edit that.", "ToolCall trim_pauses", "ToolResult trim_pauses", "Text Done."];
        Assert.Equal(events[..count], output.WithoutErrors().Objects.Select(Describe));
    }

    [Theory]
    [InlineData("ToolCall", "Name, Kind", "trim_pauses")]
    [InlineData("Result", "Status, ChangeSummary", "trimmed")]
    public async Task Events_WhereObjectAndFormatTable_ShowTheColumnsThatWereAskedFor(string kind, string columns, string value)
    {
        await using var setup = await fixture.StartAsync();
        setup.Folder.AddUniqueClip("a.mp4");
        var events = await setup.RunConnectedAsync(
            """
            $global:events = Get-ChildItem a.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'trim the pauses'
            $events | ForEach-Object Kind
            """);
        Assert.Contains(kind, events.WithoutErrors().Objects.Select(static item => item.ToString()));

        var output = await setup.RunAsync($"$events | Where-Object Kind -eq {kind} | Format-Table {columns} | Out-String -Width 300");

        var table = output.WithoutErrors().Single().GetString()!;
        Assert.All(columns.Split(", "), column => Assert.Contains(column, table, StringComparison.Ordinal));
        Assert.Contains(value, table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_ExportCsvAndConvertToJson_HaveTheirValues()
    {
        await using var setup = await fixture.StartAsync();
        setup.Folder.AddUniqueClip("a.mp4");
        await setup.RunConnectedAsync(
            "Get-ChildItem a.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'trim the pauses' -OutVariable global:events > $null");

        var output = await setup.RunAsync(
            """
            $calls = $events | Where-Object Kind -eq ToolCall
            ($calls | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Name
            ($calls | ConvertTo-Csv | ConvertFrom-Csv).Name
            """);

        Assert.Equal(["trim_pauses", "trim_pauses"], output.WithoutErrors().Objects.Select(static item => item.GetString()));
    }

    private static string Describe(JsonElement item) => item.GetProperty("Kind").ToString() switch
    {
        "Text" => $"Text {item.GetProperty("Text").GetString()!.Split('.')[0]}.",
        "ToolCall" or "ToolResult" => $"{item.GetProperty("Kind")} {item.GetProperty("Name")}",
        var kind => kind,
    };
}
