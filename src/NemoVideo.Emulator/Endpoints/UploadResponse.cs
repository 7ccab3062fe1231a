using System.Text.Json.Nodes;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>How an upload is told of, in the answer to it and in the state (protocol sections 6 and 7).</summary>
internal static class UploadResponse
{
    public static JsonObject Describe(Upload upload, string sessionId, CdnAddress cdn)
    {
        var described = new JsonObject
        {
            ["filename"] = upload.FileName,
            ["file_type"] = upload.Kind.ToString().ToLowerInvariant(),
            ["cdn_url"] = cdn.UploadUrl(sessionId, upload.StoredName),
            ["hash"] = upload.Hash,
            ["size"] = upload.ByteCount,
        };
        var facts = upload.Facts;
        AddKnown(described, "duration", facts.Duration?.TotalSeconds);
        AddKnown(described, "width", facts.Width);
        AddKnown(described, "height", facts.Height);
        AddKnown(described, "fps", facts.FrameRate);
        return described;
    }

    private static void AddKnown<T>(JsonObject described, string name, T? value)
        where T : struct
    {
        if (value is { } known)
        {
            described[name] = JsonValue.Create(known);
        }
    }
}
