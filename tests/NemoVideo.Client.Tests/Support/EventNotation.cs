using System.Text.Json;
using NemoVideo.Client.Edits;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Events in the notation of the expectations: IDs become letters in order of appearance.</summary>
internal sealed class EventNotation
{
    private readonly List<string> _ids = [];

    public static List<string> Of(IEnumerable<AgentEvent> events)
    {
        var notation = new EventNotation();
        return [.. events.Select(notation.Of)];
    }

    private string Of(AgentEvent one) => one switch
    {
        TextEvent text => $"{Kind(text)} {JsonSerializer.Serialize(text.Text)}",
        ToolCallEvent call => $"call {Letter(call.Id)} {call.Name} {WithLetters(call.Arguments)}",
        ToolResultEvent result => $"result {Letter(result.Id)} {result.Name} {WithLetters(result.Result)}",
        ErrorEvent error => $"error {error.Code ?? "-"} {JsonSerializer.Serialize(error.Message)}",
        HeartbeatEvent => "heartbeat",
        UnknownEvent unknown => $"unknown {unknown.Raw}",
        _ => one.GetType().Name,
    };

    private static string Kind(TextEvent text) => (text.IsThought, text.IsPartial) switch
    {
        (true, true) => "thought-piece",
        (true, false) => "thought",
        (false, true) => "piece",
        (false, false) => "text",
    };

    private string Letter(string? id)
    {
        if (id is null)
        {
            return "-";
        }

        if (!_ids.Contains(id))
        {
            _ids.Add(id);
        }

        return ((char)('a' + _ids.IndexOf(id))).ToString();
    }

    private string WithLetters(JsonElement? value) =>
        _ids.Aggregate(value?.GetRawText() ?? "-", (text, id) => text.Replace($"\"{id}\"", $"\"<{Letter(id)}>\"", StringComparison.Ordinal));
}
