using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Streaming;

/// <summary>One part of an ADK event's content.</summary>
internal static class AdkPart
{
    /// <summary>Fields that go with a text or say nothing by themselves.</summary>
    private static readonly string[] Companions = ["text", "thought", "thoughtSignature", "partMetadata", "videoMetadata"];

    /// <summary>The part's event; null where it has nothing to say.</summary>
    /// <param name="part">The part, without the token.</param>
    /// <param name="raw">The same as it came, for the agent's text.</param>
    /// <param name="partial">Whether it is a piece of something that follows.</param>
    /// <param name="isUser">Whether it is not the agent that speaks.</param>
    public static AgentEvent? Decode(JsonElement part, JsonElement raw, bool partial, bool isUser)
    {
        if (part.ObjectField("functionResponse") is { } response)
        {
            return new ToolResultEvent(response.Id("id"), response.Text("name") ?? "", response.Field("response")?.Clone());
        }

        if (part.ObjectField("functionCall") is { } call)
        {
            return DecodeCall(call, partial);
        }

        if (OtherKind(part) is { } kind)
        {
            return Provisional(new UnknownEvent(part.GetRawText(), $"A part of the kind {ControlCharacters.OneLine(kind)} is not decoded."), partial);
        }

        // A text in an event of role user is a tool's result in words, not the agent speaking.
        return !isUser && raw.FirstVerbatim("text") is { } text
            ? new TextEvent(text, partial, part.Flag("thought") ?? false)
            : null;
    }

    private static AgentEvent? DecodeCall(JsonElement call, bool partial)
    {
        // Arguments that still come piece by piece make no call: nothing runs before the last of them.
        var isUnfinished = partial && (call.Flag("willContinue") == true || call.Field("partialArgs") is not null);
        return isUnfinished
            ? null
            : Provisional(new ToolCallEvent(call.Id("id"), call.Text("name") ?? "", call.Field("args")?.Clone()), partial);
    }

    private static AgentEvent Provisional(AgentEvent decoded, bool partial) => partial ? new ProvisionalEvent(decoded) : decoded;

    /// <summary>The kind of a part that is neither text nor call nor result, such as inline data or executable code.</summary>
    private static string? OtherKind(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return part.ValueKind.ToString();
        }

        foreach (var field in part.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null && !Companions.Contains(field.Name, StringComparer.Ordinal))
            {
                return field.Name;
            }
        }

        return null;
    }
}
