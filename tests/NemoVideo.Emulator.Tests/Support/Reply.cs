using System.Net;
using System.Text.Json;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonElement Body, TimeSpan? RetryAfter)
{
    public int Code => Body.GetProperty("code").GetInt32();

    public JsonElement Data => Body.GetProperty("data");
}
