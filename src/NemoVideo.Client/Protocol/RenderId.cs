namespace NemoVideo.Client.Protocol;

/// <summary>Makes the id of a render, unique for each: <c>render_&lt;unix ms&gt;_&lt;random&gt;</c> (protocol section 8).</summary>
internal static class RenderId
{
    public static string New(TimeProvider time) =>
        $"render_{time.GetUtcNow().ToUnixTimeMilliseconds()}_{Guid.NewGuid().ToString("N").Substring(0, 12)}";
}
