using NemoVideo.Client.Edits;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Formats each event as one line, for expectations that are written by hand.</summary>
internal static class EventLines
{
    public static async Task<List<AgentEvent>> ToListAsync(this IAsyncEnumerable<AgentEvent> events)
    {
        var list = new List<AgentEvent>();
        await foreach (var one in events.WithCancellation(TestService.Ending))
        {
            list.Add(one);
        }

        return list;
    }

    public static async Task<List<string>> ToLinesAsync(this IAsyncEnumerable<AgentEvent> events) =>
        [.. (await events.ToListAsync()).Select(Of)];

    public static string Of(AgentEvent one) => one switch
    {
        TextEvent { IsThought: true } thought => $"{(thought.IsPartial ? "thought piece" : "thought")}: {thought.Text}",
        TextEvent text => $"{(text.IsPartial ? "piece" : "text")}: {text.Text}",
        ToolCallEvent call => $"call {call.Name} {call.Arguments}",
        ToolResultEvent result => $"result {result.Name} {result.Result}",
        ErrorEvent error => $"error {error.Code}: {error.Message}",
        HeartbeatEvent => "heartbeat",
        UnknownEvent unknown => $"unknown: {unknown.Raw}",
        TimelineEvent timeline => $"timeline: {timeline.State.Summary}",
        EditResult result => $"{result.Status}: {result.Text}",
        _ => one.ToString(),
    };
}
