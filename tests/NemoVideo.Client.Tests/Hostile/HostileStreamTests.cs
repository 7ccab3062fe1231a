using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Streams that exceed limits, over real sockets.</summary>
public sealed class HostileStreamTests
{
    private const string Text = """data: {"type":"text","content":"a"}\n\n""";

    private static readonly NemoLimits Limits = QuickLimits.Value with { MaxStreamBytes = 3_000_000, MaxStreamEvents = 5000 };

    [Theory]
    [InlineData("texts", Text)]
    [InlineData("errors", """data: {"type":"error","message":"m"}\n\n""")]
    public async Task Edit_EndlessEvents_EndsAtLimitWithReceivedEvents(string name, string lines)
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync(Limits);
        service.Host.AddFault($"POST /run_sse: flood 200 * text/event-stream <<{lines}>>");

        var events = await client.EditAsync(session, "add a title", cancellationToken: TestService.Ending).ToListAsync(TestService.Ending);

        var result = Assert.IsType<EditResult>(events[^1]);
        var interruption = Assert.IsType<NemoException>(result.Interruption);
        Assert.Equal(NemoErrorKind.InvalidResponse, interruption.Kind);
        Assert.True(interruption.Message.Contains("5000 events", StringComparison.Ordinal), $"{name}: {interruption.Message}");
        Assert.Contains("MaxStreamEvents", interruption.NextStep, StringComparison.Ordinal);
        Assert.Equal(name == "errors" ? EditStatus.Failed : EditStatus.Unknown, result.Status);
        Assert.Single(service.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Send_EndlessComments_EndsAtLimit()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync(Limits);
        service.Host.AddFault($"POST /run_sse: flood 200 * text/event-stream {Text}<<: still here\\n>>");
        var events = new List<AgentEvent>();

        var error = await Assert.ThrowsAsync<NemoException>(async () =>
        {
            await foreach (var one in client.SendAsync(session, "m", TestService.Ending))
            {
                events.Add(one);
            }
        });

        Assert.Contains("3000000", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxStreamBytes", error.NextStep, StringComparison.Ordinal);
        Assert.Contains(events, static one => one is TextEvent { Text: "a" });
    }

    [Fact]
    public async Task Read_DeeplyNestedEvent_IsUnknownAndStreamContinues()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"type\":[", 10_000)) + "1" + string.Concat(Enumerable.Repeat("]}", 10_000));

        var events = await StreamBody.ReadAsync(System.Text.Encoding.UTF8.GetBytes(StreamBody.Frames(deep, """{"type":"text","content":"a"}""")));

        Assert.Equal(["Unknown", "Text"], events.Select(static one => one.Kind));
        Assert.Contains("valid JSON", Assert.IsType<UnknownEvent>(events[0]).Reason, StringComparison.Ordinal);
    }
}
