namespace NemoVideo.Acceptance.Tests;

/// <summary>The two pipelines that must always work (design.md 6), with clips of difficult names and one bad file.</summary>
[Trait("Source", "design.md 6")]
public sealed class PipelineTests(PipelineRuns runs) : IClassFixture<PipelineRuns>
{
    private const string Message = "/run_sse";
    private const string Upload = "/api/upload-video/";
    private const string CreateSession = "/api/tasks/";

    public static TheoryData<string> Pipelines => [PipelineRuns.Videos, PipelineRuns.Steps];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Pipeline_FolderOfClips_LeavesOnlyAPlayableVideoForEachNamedAfterItsClip(string pipeline)
    {
        Assert.Equal(PipelineRuns.Clips.Order(StringComparer.Ordinal), runs.TestSetup.Folder.Files($"{pipeline}/out"));
        Assert.All(PipelineRuns.Clips, clip => Mp4File.AssertPlayable(runs.TestSetup.Folder[$"{pipeline}/out/{clip}"]));
    }

    [Theory]
    [InlineData(PipelineRuns.Videos, "Succeeded", "OutputPath")]
    [InlineData(PipelineRuns.Steps, "Completed", "Path")]
    public void Pipeline_FolderOfClips_ReturnsTheFileAndSourceOfEachVideo(string pipeline, string status, string path)
    {
        var videos = runs[pipeline].Output.Objects.Where(video => Text(video, "Status") == status).ToList();

        Assert.Equal(
            PipelineRuns.Clips.Select(clip => (runs.TestSetup.Folder[$"{pipeline}/{clip}"], VideoOf(pipeline, clip))).Order(),
            videos.Select(video => (Text(video, "SourcePath"), Text(video, path))).Order());
        Assert.All(videos, video => Assert.Equal(new FileInfo(Text(video, path)).Length, video.GetProperty("Length").GetInt64()));
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Pipeline_BadFile_IsOneErrorThatNamesIt(string pipeline)
    {
        var error = Assert.Single(runs[pipeline].Output.Errors);

        Assert.Equal("NemoUnsupportedFile", error.Id);
        Assert.Equal(runs.TestSetup.Folder[$"{pipeline}/bad.mp4"], error.Target);
        Assert.Contains("bad.mp4", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTerminating);
    }

    [Fact]
    public void NewNemoVideo_BadFile_HasAFailedResultToo()
    {
        var failed = Assert.Single(runs[PipelineRuns.Videos].Output.Objects, static video => Text(video, "Status") != "Succeeded");

        Assert.Equal("Failed", Text(failed, "Status"));
        Assert.Equal(runs.TestSetup.Folder["videos/bad.mp4"], Text(failed, "SourcePath"));
        Assert.Contains("bad.mp4", Text(failed, "Error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PipelineRuns.Videos, "trim the pauses, add a title")]
    [InlineData(PipelineRuns.Steps, "trim the pauses")]
    public void Pipeline_EachClip_HasOneSessionUploadMessageAndRenderWithoutARetry(string pipeline, string message)
    {
        var run = runs[pipeline];

        Assert.All(run.Sessions, session => Assert.Equal((1, 1), (session.UploadCount, session.MessageCount)));
        Assert.Equal(PipelineRuns.Clips.Count, run.RenderCount);
        foreach (var path in new[] { CreateSession, Upload, Message })
        {
            Assert.Equal(PipelineRuns.Clips.Count, run.Requests.Count(request => request.Path.StartsWith(path, StringComparison.Ordinal)));
        }

        var bodies = run.Requests.Where(static request => request.Path == Message).Select(BodyOf).ToList();
        Assert.Equal(
            run.Sessions.Select(static session => session.Id).Order(), bodies.Select(static body => Text(body, "session_id")).Order());
        Assert.All(bodies, body => Assert.Equal(message, Text(body.GetProperty("new_message").GetProperty("parts")[0], "text")));
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Pipeline_EachApiRequest_HasTheAttributionHeaders(string pipeline)
    {
        Assert.All(runs[pipeline].Requests.Where(static request => request.Origin == "api"), static request =>
        {
            Assert.Equal("for-video-free", request.Headers["X-Skill-Source"]);
            Assert.Equal("1.0.0", request.Headers["X-Skill-Version"]);
            Assert.Equal("unknown", request.Headers["X-Skill-Platform"]);
        });
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Pipeline_Token_IsSentOnlyToTheApi(string pipeline)
    {
        var hosts = runs[pipeline].Requests.Where(static request => request.Path != "/api/auth/anonymous-token").ToLookup(
            static request => request.Origin, static request => request.HasAuthorization);

        Assert.Equal([true], hosts["api"].Distinct());
        Assert.Equal(PipelineRuns.Clips.Count, hosts["cdn"].Count());
        Assert.Equal([false], hosts["cdn"].Distinct());
    }

    [Theory]
    [InlineData(PipelineRuns.Videos, "")]
    [InlineData(PipelineRuns.Steps, "")]
    [InlineData(PipelineRuns.Videos, "Status, SourcePath")]
    [InlineData(PipelineRuns.Steps, "Status, SourcePath")]
    public async Task Objects_FormatTable_HasALineForEachVideo(string pipeline, string columns)
    {
        var output = await runs.TestSetup.RunAsync($"${pipeline} | Format-Table {columns} | Out-String -Width 300");

        var lines = output.WithoutErrors().Single().GetString()!.Split('\n');
        Assert.All(PipelineRuns.Clips, clip => Assert.Single(
            lines, line => line.Contains(Path.GetFileNameWithoutExtension(clip), StringComparison.Ordinal)));
        Assert.All(columns.Split(", "), column => Assert.Contains(column, lines[1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PipelineRuns.Videos, "Succeeded", "OutputPath")]
    [InlineData(PipelineRuns.Steps, "Completed", "Path")]
    public async Task Objects_ExportCsv_HasReadableCells(string pipeline, string status, string path)
    {
        var output = await runs.TestSetup.RunAsync($"${pipeline} | Export-Csv {pipeline}.csv -Encoding utf8BOM; Import-Csv {pipeline}.csv");

        Assert.All(PipelineRuns.Clips, clip => Assert.Single(output.WithoutErrors().Objects, row =>
            Text(row, "Status") == status && Text(row, path) == VideoOf(pipeline, clip)));
        var text = await File.ReadAllTextAsync(runs.TestSetup.Folder[$"{pipeline}.csv"], TestContext.Current.CancellationToken);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NemoVideo.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PipelineRuns.Videos, "Succeeded", "OutputPath")]
    [InlineData(PipelineRuns.Steps, "Completed", "Path")]
    public async Task Objects_ConvertToJson_CanBeReadBack(string pipeline, string status, string path)
    {
        // At the default depth: a warning would say that the JSON is incomplete.
        var output = await runs.TestSetup.RunAsync($"${pipeline} | ConvertTo-Json");

        using var json = JsonDocument.Parse(output.WithoutErrors().Single().GetString()!);
        Assert.Empty(output.Warnings);
        Assert.All(PipelineRuns.Clips, clip => Assert.Single(json.RootElement.EnumerateArray(), video =>
            Text(video, "Status") == status && Text(video, path) == VideoOf(pipeline, clip)));
    }

    [Fact]
    public async Task NewNemoVideo_SecondRunInAnotherWindow_IsAlreadyDoneAndFree()
    {
        await using var window = await PowerShellSession.StartAsync();
        var before = await runs.TestSetup.Emulator.RequestsAsync();
        var written = PipelineRuns.Clips.Select(clip => File.GetLastWriteTimeUtc(runs.TestSetup.Folder[$"videos/out/{clip}"])).ToList();

        var output = await runs.TestSetup.RunConnectedAsync(window, $"Set-Location videos; {PipelineRuns.Commands[PipelineRuns.Videos]}");

        Assert.Equal(["AlreadyDone", "AlreadyDone", "AlreadyDone", "Failed"], output.Values("Status").Order());
        Assert.Equal("NemoUnsupportedFile", Assert.Single(output.Errors).Id);
        Assert.DoesNotContain((await runs.TestSetup.Emulator.RequestsAsync()).Skip(before.Count), static request => request.Method == "POST");
        Assert.Equal(written, PipelineRuns.Clips.Select(clip => File.GetLastWriteTimeUtc(runs.TestSetup.Folder[$"videos/out/{clip}"])));
    }

    private static string Text(JsonElement item, string property) => item.GetProperty(property).GetString() ?? "";

    private static JsonElement BodyOf(EmulatorRequest request) => JsonDocument.Parse(request.Body!).RootElement;

    private string VideoOf(string pipeline, string clip) => runs.TestSetup.Folder[$"{pipeline}/out/{clip}"];
}
