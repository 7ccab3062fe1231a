using System.Text.RegularExpressions;
using NemoVideo.Client.Edits;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Each kind of event has an output class. Without one, the cmdlets would return it as an unknown event.</summary>
public sealed class AgentEventTests
{
    private static readonly string PowerShell = Path.Combine(Repository.Root, "src", "NemoVideo.PowerShell");

    public static TheoryData<string> Names =>
        [.. Types.Where(static type => type != typeof(EditResult)).Select(static type => type.Name)];

    private static IEnumerable<Type> Types => typeof(AgentEvent).Assembly.GetExportedTypes().Where(static type => type.BaseType == typeof(AgentEvent));

    [Fact]
    public void Kind_EachEvent_IsTypeNameWithoutEvent()
    {
        AgentEvent[] events = [new TextEvent("a"), new ToolCallEvent(null, "t", null), new ErrorEvent(null, "e"), new HeartbeatEvent(), new UnknownEvent("", "")];

        Assert.Equal(["Text", "ToolCall", "Error", "Heartbeat", "Unknown"], events.Select(static one => one.Kind));
        Assert.All(Types, static type => Assert.True(type == typeof(EditResult) || type.Name.EndsWith("Event", StringComparison.Ordinal), type.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputClass_EachEvent_IsCreated(string name)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(PowerShell, "Edits"), "*.cs").Select(File.ReadAllText);

        Assert.Contains(sources, source => Regex.IsMatch(source, $@"\b{name}( \w+)? => new Nemo{name}\("));
    }
}
