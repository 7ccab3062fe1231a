namespace NemoVideo.Emulator.Streaming;

/// <summary>One output of the agent, before a dialect formats it.</summary>
internal abstract record AgentOutput
{
    internal sealed record Text(string Content) : AgentOutput;
    internal sealed record ToolCall(string Id, string Name, JsonObject Arguments) : AgentOutput;
    internal sealed record ToolResult(string Id, string Name, JsonObject Result) : AgentOutput;
    internal sealed record Heartbeat : AgentOutput;
    internal sealed record Error(string Code, string Message) : AgentOutput;
}

/// <summary>The lines of one event, including the blank line at its end. Heartbeats don't count as events.</summary>
internal sealed record Frame(string Text, bool IsEvent = true)
{
    public static Frame OfData(string data) => new($"data: {data}\n\n");

    /// <summary>Any lines. Without a data line, they count as a heartbeat.</summary>
    public static Frame OfLines(string lines) =>
        new(lines + "\n\n", lines.Split('\n').Any(line => line.StartsWith("data: ", StringComparison.Ordinal)));
}

/// <summary>Formats agent output as the frames of a dialect. One writer serves one stream.</summary>
internal interface IDialectWriter
{
    IEnumerable<Frame> Write(AgentOutput output);
}

/// <summary>The heartbeats of one stream: all forms of the dialect in turn (protocol section 5).</summary>
internal sealed class Heartbeats(params string[] forms)
{
    public const string Empty = "data:\n\n";
    public const string Comment = ": keep-alive\n\n";
    public const string Typed = "data: {\"type\":\"heartbeat\"}\n\n";
    public const string Named = "event: heartbeat\n" + Typed;

    private int _count;

    public Frame Next() => new(forms[_count++ % forms.Length], IsEvent: false);
}

/// <summary>The flat dialect: one object per frame with its type, optionally with an <c>event:</c> line.</summary>
internal sealed class FlatWriter(bool named) : IDialectWriter
{
    private readonly Heartbeats _heartbeats = new(named ? Heartbeats.Named : Heartbeats.Typed, Heartbeats.Empty, Heartbeats.Comment);

    public IEnumerable<Frame> Write(AgentOutput output) =>
    [
        output switch
        {
            AgentOutput.Text text => Message(new() { ["type"] = "text", ["content"] = text.Content }),
            AgentOutput.ToolCall call => Message(new() { ["type"] = "tool_call", ["name"] = call.Name, ["args"] = call.Arguments }),
            AgentOutput.ToolResult done => Message(new() { ["type"] = "tool_result", ["name"] = done.Name, ["result"] = done.Result }),
            AgentOutput.Error error => Message(new() { ["type"] = "error", ["code"] = error.Code, ["message"] = error.Message }),
            AgentOutput.Heartbeat => _heartbeats.Next(),
            _ => throw new ArgumentOutOfRangeException(nameof(output), output, null),
        },
    ];

    private Frame Message(JsonObject body) =>
        new($"{(named ? "event: message\n" : "")}data: {body.ToJsonString(EmulatorJson.Options)}\n\n");
}

/// <summary>The dialect of a Google ADK server with token streaming: text deltas, then the full text.</summary>
internal sealed class AdkWriter(TimeProvider time) : IDialectWriter
{
    private const int DeltaLength = 16;

    private readonly string _invocationId = "e-" + Guid.NewGuid();
    private readonly Heartbeats _heartbeats = new(Heartbeats.Empty, Heartbeats.Comment);

    public IEnumerable<Frame> Write(AgentOutput output) => output switch
    {
        AgentOutput.Text text => Text(text.Content),
        AgentOutput.ToolCall call => [Event(new()
        {
            ["content"] = Content(
                "model", "functionCall", new JsonObject { ["id"] = call.Id, ["args"] = call.Arguments, ["name"] = call.Name }),
            ["longRunningToolIds"] = new JsonArray(),
        })],

        // A tool result is input of the model, so it has the role of the user.
        AgentOutput.ToolResult result => [Event(new()
        {
            ["content"] = Content(
                "user", "functionResponse", new JsonObject { ["id"] = result.Id, ["response"] = result.Result, ["name"] = result.Name }),
        })],
        AgentOutput.Error error => [Event(new() { ["errorCode"] = error.Code, ["errorMessage"] = error.Message })],
        AgentOutput.Heartbeat => [_heartbeats.Next()],
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, null),
    };

    private static JsonObject Content(string role, string kind, JsonNode value) =>
        new() { ["parts"] = new JsonArray(new JsonObject { [kind] = value }), ["role"] = role };

    private IEnumerable<Frame> Text(string text)
    {
        // All deltas of one text share an ID, as on real servers.
        var id = Guid.NewGuid().ToString();
        var start = 0;
        while (start < text.Length)
        {
            // Splits within words, as tokens do, but never within a character: the result must be valid UTF-8.
            var end = Math.Min(start + DeltaLength, text.Length);
            end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            yield return Event(new() { ["content"] = Content("model", "text", text[start..end]), ["partial"] = true }, id);
            start = end;
        }

        yield return Event(new()
        {
            ["content"] = Content("model", "text", text),
            ["partial"] = false,
            ["turnComplete"] = true,
            ["usageMetadata"] = new JsonObject { ["candidatesTokenCount"] = text.Length / 4, ["totalTokenCount"] = (text.Length / 4) + 11 },
        }, id);
    }

    private Frame Event(JsonObject body, string? id = null)
    {
        body["invocationId"] = _invocationId;
        body["author"] = "nemo_agent";
        body["actions"] = new JsonObject
        {
            ["stateDelta"] = new JsonObject(),
            ["artifactDelta"] = new JsonObject(),
            ["requestedAuthConfigs"] = new JsonObject(),
        };
        body["id"] = id ?? Guid.NewGuid().ToString();
        var seconds = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        body["timestamp"] = JsonNode.Parse(seconds.ToString("0.000", CultureInfo.InvariantCulture));
        return Frame.OfData(body.ToJsonString(EmulatorJson.Options));
    }
}

/// <summary>Several dialects in one stream, which alternate with each output except heartbeats.</summary>
internal sealed class MixedWriter(params IDialectWriter[] dialects) : IDialectWriter
{
    private int _count;

    public IEnumerable<Frame> Write(AgentOutput output) =>
        dialects[(output is AgentOutput.Heartbeat ? _count : _count++) % dialects.Length].Write(output);
}
