using System.Text.Json;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>A message as it must stand in the body (protocol section 5): all names in snake_case.</summary>
internal sealed record MessageRequest(string SessionId, string Text)
{
    /// <summary>Null where the body is not as it must be; <paramref name="problem"/> says why.</summary>
    public static MessageRequest? Read(JsonElement? body, out string problem)
    {
        problem = body is not { } given ? "the body is no JSON object"
            : given.Text("app_name") != "nemo_agent" ? "app_name must be nemo_agent"
            : given.Text("user_id") != "me" ? "user_id must be me"
            : given.Text("session_id") is null ? "session_id is required"
            : TextOf(given) is null ? "new_message.parts with a text is required"
            : "";
        return problem.Length == 0 ? new MessageRequest(body!.Value.Text("session_id")!, TextOf(body.Value)!) : null;
    }

    private static string? TextOf(JsonElement body)
    {
        var message = body.Property("new_message");
        if (message.Property("role").ValueKind != JsonValueKind.Undefined && message.Text("role") != "user")
        {
            return null;
        }

        var text = string.Join('\n', message.Property("parts").Items().Select(part => part.Text("text")).OfType<string>());
        return text.Length > 0 ? text : null;
    }
}
