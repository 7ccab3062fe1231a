using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

public sealed class AgentEventTests
{
    private static IEnumerable<Type> Types => typeof(AgentEvent).Assembly.GetExportedTypes().Where(static type => type.BaseType == typeof(AgentEvent));

    [Fact]
    public void Kind_EachEvent_IsTypeNameWithoutEvent()
    {
        AgentEvent[] events = [new TextEvent("a"), new ToolCallEvent(null, "t", null), new ErrorEvent(null, "e"), new HeartbeatEvent(), new UnknownEvent("", "")];

        Assert.Equal(["Text", "ToolCall", "Error", "Heartbeat", "Unknown"], events.Select(static one => one.Kind));
        Assert.All(Types, static type => Assert.True(type == typeof(EditResult) || type.Name.EndsWith("Event", StringComparison.Ordinal), type.Name));
    }

    /// <summary>The edit itself makes the other kinds.</summary>
    [Fact]
    public async Task Frames_OfSweeps_HaveEachKind()
    {
        var body = StreamBody.Frames([.. EventFrames.All.Select(static frame => frame.Data)]);
        var read = (await StreamBody.ReadAsync(System.Text.Encoding.UTF8.GetBytes(body))).Select(static one => one.GetType()).Distinct();

        Assert.Equal(Types.Except([typeof(EditResult), typeof(TimelineEvent), typeof(QuestionEvent)]).ToHashSet(), read.ToHashSet());
    }
}
