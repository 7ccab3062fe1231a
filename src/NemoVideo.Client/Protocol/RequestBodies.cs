using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace NemoVideo.Client.Protocol;

/// <summary>Requests a link to a session (protocol section 4).</summary>
internal sealed record ClaimBody(string TaskId, string SessionId);

/// <summary>Creates a session (protocol section 4).</summary>
internal sealed record SessionBody(string TaskName, string? Language);

/// <summary>Uploads a file from a URL (protocol section 6).</summary>
internal sealed record UrlUploadBody(IReadOnlyList<string> Urls, string SourceType);

/// <summary>Sends a message (protocol section 5).</summary>
internal sealed record MessageBody(string AppName, string UserId, string SessionId, MessageContent NewMessage)
{
    public static MessageBody For(string sessionId, string text) =>
        new("nemo_agent", "me", sessionId, new MessageContent("user", [new MessagePart(text)]));
}

/// <summary>The content of a message. Older servers ignore a message without a role.</summary>
internal sealed record MessageContent(string Role, IReadOnlyList<MessagePart> Parts);

internal sealed record MessagePart(string Text);

/// <summary>The request bodies, in snake_case.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClaimBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(UrlUploadBody))]
internal sealed partial class WireContext : JsonSerializerContext
{
    /// <summary>Options without HTML escapes, because the bodies never become part of a web page.</summary>
    public static WireContext Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
