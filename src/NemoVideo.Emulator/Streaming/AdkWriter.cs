using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Streaming;

/// <summary>The dialect of a Google ADK server with token streaming on: deltas, then the whole text again.</summary>
internal sealed class AdkWriter(TimeProvider time, HeartbeatForm? chosen) : IDialectWriter
{
    private const int DeltaLength = 16;

    private readonly string _invocationId = "e-" + Guid.NewGuid();
    private readonly Heartbeats _heartbeats = new(chosen, HeartbeatForm.Empty, HeartbeatForm.Comment);

    public IEnumerable<Frame> Write(AgentOutput output) => output switch
    {
        AgentOutput.Text text => Text(text.Content),
        AgentOutput.ToolCall call => [Content("model", Part("functionCall", call.Id, call.Name, "args", call.Arguments), new JsonObject { ["longRunningToolIds"] = new JsonArray() })],

        // A result goes back to the model, so it comes in the name of the user.
        AgentOutput.ToolResult result => [Content("user", Part("functionResponse", result.Id, result.Name, "response", result.Result), [])],
        AgentOutput.Error error => [Event(new JsonObject { ["errorCode"] = error.Code, ["errorMessage"] = error.Message })],
        _ => [_heartbeats.Next()],
    };

    private static JsonObject Part(string kind, string id, string name, string content, JsonObject value) =>
        new() { [kind] = new JsonObject { ["id"] = id, [content] = value, ["name"] = name } };

    private IEnumerable<Frame> Text(string text)
    {
        // All chunks of one text share an id, as they do on real servers.
        var id = Guid.NewGuid().ToString();
        foreach (var delta in Deltas(text))
        {
            yield return Content("model", new JsonObject { ["text"] = delta }, new JsonObject { ["partial"] = true }, id);
        }

        var end = new JsonObject
        {
            ["partial"] = false,
            ["turnComplete"] = true,
            ["usageMetadata"] = new JsonObject { ["candidatesTokenCount"] = text.Length / 4, ["totalTokenCount"] = (text.Length / 4) + 11 },
        };
        yield return Content("model", new JsonObject { ["text"] = text }, end, id);
    }

    // Cuts words, as tokens do, but never a character in two: what is sent must be UTF-8.
    private static IEnumerable<string> Deltas(string text)
    {
        var delta = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            delta.Append(rune);
            if (delta.Length >= DeltaLength)
            {
                yield return delta.ToString();
                delta.Clear();
            }
        }

        if (delta.Length > 0)
        {
            yield return delta.ToString();
        }
    }

    private Frame Content(string role, JsonObject part, JsonObject more, string? id = null)
    {
        var body = new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray(part), ["role"] = role } };
        foreach (var (name, value) in more)
        {
            body[name] = value?.DeepClone();
        }

        return Event(body, id);
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
        return Frame.Of(body.ToJsonString(EmulatorJson.Options));
    }
}
