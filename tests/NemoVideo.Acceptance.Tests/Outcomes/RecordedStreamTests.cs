using System.Text.RegularExpressions;

namespace NemoVideo.Acceptance.Tests.Outcomes;

/// <summary>
/// What an edit with each recorded stream means (protocol.md 5, design.md 4), if the edit changed the timeline and if it didn't.
/// </summary>
/// <param name="edits">The edits.</param>
public sealed class RecordedStreamTests(RecordedEdits edits) : IClassFixture<RecordedEdits>
{
    /// <summary>A tool call that asks the user. It is a question, so it doesn't have to be listed with the tools.</summary>
    private const string Confirmation = "adk_request_confirmation";

    public static TheoryData<string, string> Edits =>
        new(Outcome.All.SelectMany(static row => new[] { (row.Stream, "changed"), (row.Stream, "unchanged") }));

    [Fact]
    public void Table_EveryRecording_HasARow()
    {
        var folder = TestPaths.Data("Recordings");
        var files = Directory.GetFiles(folder, "*.sse", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/'));

        Assert.Equal(files.Order(StringComparer.Ordinal), Outcome.All.Select(static row => row.Stream).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Edits_AnyStream_SendTheMessageOnce() => Assert.Equal(2 * Outcome.All.Count, edits.MessageCount);

    /// <summary>
    /// Each text once, and each tool call and result, in the order of the stream. Pieces of a text are written only with -IncludePartial.
    /// The result has each text once, the names of the tools, and whether the timeline changed.
    /// </summary>
    [Theory]
    [MemberData(nameof(Edits))]
    public void Output_RecordedStream_HasEachEventOnceInOrder(string stream, string timeline)
    {
        var row = Row(stream);
        var edit = edits.Find(stream, timeline);
        var isChanged = timeline == "changed";
        var expected = row.Parts;
        var hasError = expected.Any(static part => part[0] == '!');
        Assert.Collection(
            edit.Events.Where(item => !item.IsPartial && IsListed(item, hasError)),
            [.. expected.Select(static part => (Action<EditEvent>)(item => AssertIs(part, item)))]);
        Assert.Collection(
            edit.Events.Where(static item => item.IsPartial),
            isChanged ? [] : [.. Pieces(stream).Select(static text => (Action<EditEvent>)(item => AssertText(text, item.Text!)))]);

        var result = Assert.Single(edit.Results);
        Assert.Matches($@"\A\s*{string.Join(@"\s*", row.Texts.Select(static text => Pattern(text.Trim())))}\s*\z", result.Text);
        Assert.Equal(row.Tools, result.Tools.Where(static name => name != Confirmation));
        Assert.Equal(isChanged, result.IsChanged);
        Assert.Equal(isChanged ? 1 : 0, edit.Events.Count(static item => item.Kind == "Timeline"));
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void Status_RecordedStream_FollowsStreamAndTimeline(string stream, string timeline) =>
        Assert.Equal(Row(stream).Status(timeline == "changed"), Assert.Single(edits.Find(stream, timeline).Results).Status);

    /// <summary>Nothing about an edit that succeeded, unless its stream was lost. Otherwise, the agent or the error is quoted.</summary>
    [Theory]
    [MemberData(nameof(Edits))]
    public void Told_RecordedStream_QuotesTheReason(string stream, string timeline)
    {
        var (row, edit) = (Row(stream), edits.Find(stream, timeline));
        var status = row.Status(timeline == "changed");
        if (status == "Succeeded")
        {
            Assert.Empty(edit.Errors);
            Assert.Null(edit.Results[0].Error);
            Assert.Equal(row.Changed == "Succeeded with warning", edit.Warnings.Count > 0);
            return;
        }

        Assert.NotEmpty(edit.Told);
        Assert.All(row.Facts, fact => Assert.Contains(fact, edit.Told));
        if (status is "Failed" or "Unknown")
        {
            var error = Assert.Single(edit.Errors);
            Assert.Equal(status == "Failed" ? "NemoEditFailed" : "NemoConnectionLost", error.Id);
            Assert.NotNull(edit.Results[0].Error);
        }
    }

    /// <summary>An error of the service doesn't show whether the edit was made, so the module says it.</summary>
    [Fact]
    public void Told_ErrorEvent_SaysWhetherTheTimelineChanged() => Assert.All(
        Outcome.All.Where(static row => row.Changed == "Failed").Select(static row => row.Stream),
        stream => Assert.NotEqual(WithoutSession(edits.Find(stream, "changed")), WithoutSession(edits.Find(stream, "unchanged"))));

    /// <summary>Only an edit that succeeded is exported.</summary>
    [Theory]
    [MemberData(nameof(Edits))]
    public void Export_RecordedStream_OnlyIfSucceeded(string stream, string timeline) =>
        Assert.Equal(Row(stream).Status(timeline == "changed") == "Succeeded" ? 1 : 0, edits.Find(stream, timeline).ExportCount);

    [Fact]
    public void Export_AnyStream_StartsTheRendersThatItReturns() => Assert.Equal(
        Outcome.All.Sum(row => edits.Find(row.Stream, "changed").ExportCount + edits.Find(row.Stream, "unchanged").ExportCount),
        edits.RenderCount);

    /// <summary>A frame of more than 300 KB.</summary>
    [Fact]
    public void UnknownEvent_LargeData_KeepsItsRawText() =>
        Assert.True(edits.Find("adk-python-2.5/big-on", "changed").Events.First(static item => item.Kind == "Unknown").RawLength > 300_000);

    private static Outcome Row(string stream) => Outcome.All.Single(row => row.Stream == stream);

    // The table lists only what the stream says. The code MODEL_RETURNED_NO_CONTENT and a lost connection can be events, too.
    private static bool IsListed(EditEvent item, bool hasError) =>
        item.Kind is "Text" or "ToolCall" or "ToolResult" or "Unknown" && item.Name != Confirmation || item.Kind == "Error" && hasError;

    private static void AssertIs(string part, EditEvent item)
    {
        switch (part[0])
        {
            case '"':
                Assert.Equal("Text", item.Kind);
                AssertText(JsonSerializer.Deserialize<string>(part)!, item.Text!);
                break;
            case '>' or '<':
                Assert.Equal((part[0] == '>' ? "ToolCall" : "ToolResult", part[1..]), (item.Kind, item.Name));
                break;
            case '!':
                Assert.Equal(("Error", part[1..]), (item.Kind, item.Code ?? ""));
                break;
            default:
                Assert.Equal("Unknown", item.Kind);
                break;
        }
    }

    private static void AssertText(string expected, string actual) => Assert.Matches($@"\A{Pattern(expected)}\z", actual);

    // U+0085 is a control character, so it isn't kept. It and the separators U+2028 and U+2029 can become line breaks.
    private static string Pattern(string text) => Regex.Replace(
        Regex.Escape(text), "[\u0085\u2028\u2029]", static separator => separator.Value == "\u0085" ? "\n?" : $"[{separator.Value}\n]?");

    private static string WithoutSession(RecordedEdit edit) => Regex.Replace(edit.Told, "[0-9a-f]{8}-[0-9a-f-]{27}", "");

    /// <summary>The pieces of agent text in a recording, read from the file.</summary>
    private static IEnumerable<string> Pieces(string stream)
    {
        foreach (var frame in File.ReadAllText(RecordedEdits.Recording(stream)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var data = JsonElement.Parse(frame["data: ".Length..]);
            if (data.TryGetProperty("partial", out var isPartial) && isPartial.GetBoolean())
            {
                foreach (var part in data.GetProperty("content").GetProperty("parts").EnumerateArray())
                {
                    if (part.TryGetProperty("text", out var text) && !part.TryGetProperty("thought", out _))
                    {
                        yield return text.GetString()!;
                    }
                }
            }
        }
    }
}
