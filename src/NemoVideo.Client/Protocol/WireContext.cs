using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NemoVideo.Client.Protocol;

/// <summary>The request bodies, snake_case.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClaimBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(UrlUploadBody))]
internal sealed partial class WireContext : JsonSerializerContext
{
    /// <summary>Writes texts as plain UTF-8: these bodies are never put into a web page.</summary>
    public static WireContext Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
