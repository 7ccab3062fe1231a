namespace NemoVideo.Acceptance.Tests.People;

/// <summary>The agent asks a question instead of editing. Nothing was done, and the user has to answer (people.md 2).</summary>
[Trait("Source", "adk-python 5049")]
public sealed class QuestionTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Prompt = "Which color should the title have?";

    private const string Question =
        """{"title":"Color","questions":[{"id":"q1","prompt":"Which color should the title have?","options":"""
        + """[{"id":"a","label":"bright yellow"},{"id":"b","label":"snow white"}],"allow_multiple":false}]}""";

    private const string AdkQuestion =
        "data: {\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"call_1\",\"name\":\"ask_question\",\"args\":"
        + Question + "}}]},\"longRunningToolIds\":[\"call_1\"],\"author\":\"nemo_agent\"}";

    private const string FlatQuestion = "data: {\"type\":\"tool_call\",\"name\":\"ask_question\",\"args\":" + Question + "}";

    private const string Edit = "Send-NemoUpload a.mp4 > $null; Invoke-NemoEdit 'add the title \"Day one\"'";

    private const string Create = "New-NemoVideo 'add the title \"Day one\"' -Path a.mp4 -Destination out";

    // Recordings of ADK: a request, and a tool that runs until the user responds.
    private static string ConfirmationRequest => Recording("adk-js-2.0", "confirm-off.sse");

    private static string LongRunningCall => Recording("adk-python-2.5", "generate-off.sse").Split("\n\n")[0];

    /// <summary>A stream, and a part of the question that is in it.</summary>
    public static TheoryData<string, string> Questions => new()
    {
        { AdkQuestion, Prompt },
        { FlatQuestion, Prompt },
        { ConfirmationRequest, "Please approve or reject the tool call" },
        { LongRunningCall, "generate_video_with_seedance" },
    };

    [Theory]
    [MemberData(nameof(Questions), DisableDiscoveryEnumeration = true)]
    public async Task InvokeNemoEdit_AgentAsks_EventAndResultQuoteTheQuestion(string stream, string question)
    {
        await using var setup = await StartAsync(stream);

        var output = await setup.RunConnectedAsync(Edit);

        Assert.Equal(1, await shared.MessageCountAsync());
        var asked = output.Objects.Single(static item => item.GetProperty("Kind").ToString() == "Question");
        Assert.Contains(question, asked.GetRawText(), StringComparison.Ordinal);
        var result = output.Objects[^1];
        Assert.Equal("AwaitingInput", result.GetProperty("Status").ToString());
        Assert.Contains(question, result.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeNemoEdit_AgentAsks_SaysTheQuestionItsOptionsAndHowToAnswer()
    {
        await using var setup = await StartAsync(AdkQuestion);

        var output = await setup.RunConnectedAsync($"{Edit} -ResultOnly");

        Assert.All(
            [Prompt, "bright yellow", "snow white", "Invoke-NemoEdit"],
            fact => Assert.Contains(fact, output.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pipeline_AgentAsks_DoesNotExportTheUneditedClip()
    {
        await using var setup = await StartAsync(AdkQuestion);

        await setup.RunConnectedAsync(
            "Get-Item a.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'add the title \"Day one\"' | "
            + "Start-NemoExport | Wait-NemoExport -Destination out");

        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Equal(0, await shared.RenderCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_AgentAsks_ResultErrorAndReportQuoteTheQuestionAndSayHowToAnswer()
    {
        await using var setup = await StartAsync(AdkQuestion);

        var output = await setup.RunConnectedAsync($"$video = {Create}; $video; $video | Export-NemoReport report.html > $null");

        Assert.Equal(0, await shared.RenderCountAsync());
        var result = output.Single();
        Assert.Equal("AwaitingInput", result.GetProperty("Status").ToString());
        Assert.Contains(Prompt, result.GetRawText(), StringComparison.Ordinal);
        var error = Assert.Single(output.Errors);
        Assert.Contains(Prompt, error.Text, StringComparison.Ordinal);
        Assert.Contains("bright yellow", error.Text, StringComparison.Ordinal);
        // A command that works when it is copied.
        Assert.Matches($"Invoke-NemoEdit.* -Session '?{result.GetProperty("SessionId")}", error.Text);
        Assert.Contains(Prompt, File.ReadAllText(setup.Folder["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewNemoVideo_SameCommandAfterTheAnswer_CreatesTheVideoWithoutASecondCharge()
    {
        await using var setup = await StartAsync(AdkQuestion);
        var asked = await setup.RunConnectedAsync($"{Create} -ErrorAction SilentlyContinue");
        var session = asked.Single().GetProperty("SessionId");

        var answered = await setup.RunAsync($"Invoke-NemoEdit 'add the title \"Day one\" in yellow' -Session {session} -ResultOnly");
        var planned = await setup.RunAsync($"{Create} -WhatIf");
        var finished = await setup.RunAsync(Create);

        Assert.Empty(planned.Errors);
        Assert.Equal("Succeeded", answered.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.Equal("Succeeded", finished.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.Equal(["a.mp4"], setup.Folder.Files("out"));
        Assert.Equal(2, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_SameCommandWithoutAnAnswer_SendsNothingAndAsksAgain()
    {
        await using var setup = await StartAsync(AdkQuestion);
        await setup.RunConnectedAsync($"{Create} -ErrorAction SilentlyContinue");

        var output = await setup.RunAsync(Create);

        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Equal(0, await shared.RenderCountAsync());
        Assert.Equal("AwaitingInput", output.Single().GetProperty("Status").ToString());
        Assert.Contains(Prompt, output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewNemoVideo_FirstOfTwoMessagesIsAnsweredWithAQuestion_SendsTheSecondOnlyAfterTheAnswer()
    {
        const string create = "New-NemoVideo 'add the title \"Day one\"', 'make it vertical' -Path a.mp4 -Destination out";
        await using var setup = await StartAsync(AdkQuestion);

        var asked = await setup.RunConnectedAsync($"{create} -ErrorAction SilentlyContinue");
        var messagesBeforeAnswer = await shared.MessageCountAsync();
        var session = asked.Single().GetProperty("SessionId");
        await setup.RunAsync($"Invoke-NemoEdit 'add the title \"Day one\" in yellow' -Session {session} > $null");
        var finished = await setup.RunAsync(create);

        Assert.Equal(1, messagesBeforeAnswer);
        Assert.Equal("Succeeded", finished.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.Equal(3, await shared.MessageCountAsync());
    }

    private static string Recording(params string[] path) => File.ReadAllText(TestPaths.Data(["Recordings", .. path])).Trim();

    // The message counts, but nothing is done.
    private async Task<TestSetup> StartAsync(string stream)
    {
        var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        var escaped = stream.Replace(@"\", @"\\", StringComparison.Ordinal).ReplaceLineEndings(@"\n");
        await setup.Emulator.AddFaultsAsync($"POST /run_sse: error lines {escaped}");
        return setup;
    }
}
