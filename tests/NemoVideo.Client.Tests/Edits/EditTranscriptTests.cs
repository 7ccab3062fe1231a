using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>What the events of a stream say together: whether a tool is still running, which error counts, and whether the agent worked.</summary>
public sealed class EditTranscriptTests
{
    private const string Done = """{"type":"text","content":"Done."}""";

    /// <summary>A tool without a response may still edit, so that its edit must not count as unchanged.</summary>
    [Theory]
    [InlineData(EditStatus.Unchanged, "call 1 a", "call 2 a", "result 2 a", "result 1 a")]
    [InlineData(EditStatus.Unknown, "call 1 a", "call 2 a", "result 1 a", "result 1 a")]
    [InlineData(EditStatus.Unknown, "call 1 a", "result 9 a")]
    [InlineData(EditStatus.Unchanged, "call - a", "call - b", "result - b", "result - a")]
    [InlineData(EditStatus.Unknown, "call - a", "call - b", "result - b", "result - b")]
    [InlineData(EditStatus.Unchanged, "call 1 a", "result - a")]
    [InlineData(EditStatus.Unchanged, "call - a", "result 1 a")]
    public async Task Edit_ToolCalls_AreCompleteIfEachHasItsResponse(EditStatus expected, params string[] tools) =>
        Assert.Equal(expected, (await EditAsync([.. tools.Select(FrameOf), Done])).Status);

    [Theory]
    [InlineData("E", "E", "F")]
    [InlineData("2001", "E", "2001")]
    [InlineData("2001", "2001", "E")]
    [InlineData("2001", "2001", "402")]
    public async Task Edit_SeveralErrors_ReportsTheFirstThatTheUserCanActOn(string expected, params string[] codes)
    {
        var result = await EditAsync([.. codes.Select(static code => $$"""{"type":"error","code":"{{code}}","message":"no"}""")]);

        Assert.Equal((EditStatus.Failed, expected), (result.Status, result.Error!.Code));
    }

    [Fact]
    public async Task Edit_TwoTextsWithoutChange_IsUnchanged() => Assert.Equal(EditStatus.Unchanged, (await EditAsync(Done, Done)).Status);

    [Fact]
    public async Task Edit_ToolWithResponseAndStateLags_IsSucceeded()
    {
        var message = RawReply.Stream(StreamBody.Frames(FrameOf("call - a"), FrameOf("result - a"), Done));

        var result = await EditServer.EditAsync(message, static read => EditServer.State(read < 3 ? "" : EditServer.TitleDraft));

        Assert.Equal(EditStatus.Succeeded, result.Status);
    }

    private static string FrameOf(string tool)
    {
        var (kind, id, name) = (tool.Split(' ')[0], tool.Split(' ')[1], tool.Split(' ')[2]);
        return $$"""{"type":"tool_{{kind}}","id":{{(id == "-" ? "null" : $"\"{id}\"")}},"name":"{{name}}"}""";
    }

    private static Task<EditResult> EditAsync(params string[] frames) =>
        EditServer.EditAsync(RawReply.Stream(StreamBody.Frames(frames)), static _ => EditServer.State(""));
}
