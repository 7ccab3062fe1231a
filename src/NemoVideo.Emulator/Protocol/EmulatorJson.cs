using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace NemoVideo.Emulator.Protocol;

/// <summary>JSON as the service writes it: characters beyond ASCII aren't escaped.</summary>
internal static class EmulatorJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
