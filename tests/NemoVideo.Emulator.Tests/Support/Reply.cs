namespace NemoVideo.Emulator.Tests.Support;

/// <summary>A response with its JSON body.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonElement Body, TimeSpan? RetryAfter)
{
    public int Code => Body.GetProperty("code").GetInt32();

    public JsonElement Data => Body.GetProperty("data");
}
