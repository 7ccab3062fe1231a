using System.Globalization;
using System.Text.Json;

namespace NemoVideo.Sink;

/// <summary>
/// The endpoints of the service, without its work: they discard what they receive. What they send is prepared, so that they are never the
/// slowest part of a measurement.
/// </summary>
internal static class SinkEndpoints
{
    private const int BlockBytes = 256 * 1024;

    private static readonly byte[] Block = CreateBlock();

    private static long _sessions;

    public static void Map(WebApplication app)
    {
        app.MapPost("/api/auth/anonymous-token", static () => Json("""{"code":0,"data":{"token":"nmv_usr_sink","user_id":"anon_sink"}}"""));
        app.MapGet("/api/credits/balance/simple", static () => Json("""{"code":0,"data":{"available":1000000,"frozen":0,"total":1000000}}"""));
        app.MapPost("/api/tasks/me/with-session/nemo_agent", static () =>
            Json($$$"""{"code":0,"data":{"task_id":"t","session_id":"sink_{{{Interlocked.Increment(ref _sessions)}}}"}}"""));
        app.MapGet("/api/state/nemo_agent/me/{id}/latest", static (string id) => Results.Bytes(SinkState.Of(id), "application/json"));
        app.MapPost("/api/upload-video/nemo_agent/me/{id}", (Delegate)DiscardAsync);
        app.MapPost("/run_sse", SendEventsAsync);
        app.MapGet("/api/render/proxy/lambda/{id}", Render);
        app.MapGet("/files/{bytes:long}", SendFileAsync);
        app.MapGet("/connections", static (ConnectionCount count) => count.Most);
        app.MapDelete("/connections", static (ConnectionCount count) => count.Reset());
    }

    private static IResult Json(string json) => Results.Text(json, "application/json");

    private static async Task<IResult> DiscardAsync(HttpContext http)
    {
        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return Json("""
                    {"code":0,"data":{"files":[{"filename":"clip.mp4","file_type":"video","cdn_url":"https://cdn.example/clip.mp4","duration":30.5,
                    "width":1920,"height":1080,"fps":30,"hash":"0a1b"}],"session_state_applied":true}}
                    """);
            }
        }
    }

    /// <summary>The text of the message is <c>events N</c>, <c>paced N milliseconds</c> or <c>text</c>.</summary>
    private static async Task SendEventsAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var text = body.RootElement.GetProperty("new_message").GetProperty("parts")[0].GetProperty("text").GetString()!.Split(' ');
        http.Response.ContentType = "text/event-stream";
        await http.Response.StartAsync();
        await SinkEvents.SendAsync(http.Response.BodyWriter, text, http.RequestAborted);
    }

    /// <summary>A render <c>due_T_…</c> is completed at T, in Unix milliseconds. A render <c>file_N</c> is a video of N bytes.</summary>
    private static IResult Render(string id, HttpContext http)
    {
        var part = id.Split('_');
        var number = long.Parse(part[1], CultureInfo.InvariantCulture);
        var isFile = part[0] == "file";
        return !isFile && DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() < number
            ? Json($$"""{"id":"{{id}}","status":"processing","progress":50}""")
            : Json($$$"""
                {"id":"{{{id}}}","status":"completed","progress":100,
                "output":{"url":"http://{{{http.Request.Host}}}/files/{{{(isFile ? number : 1000)}}}","size":{{{(isFile ? number : 1000)}}}}}
                """);
    }

    private static async Task SendFileAsync(long bytes, HttpContext http)
    {
        http.Response.ContentType = "video/mp4";
        http.Response.ContentLength = bytes;
        for (var left = bytes; left > 0; left -= Block.Length)
        {
            await http.Response.BodyWriter.WriteAsync(Block.AsMemory(0, (int)Math.Min(left, Block.Length)), http.RequestAborted);
        }
    }

    /// <summary>Bytes that begin like an MP4 file, whose last box ends with the file.</summary>
    private static byte[] CreateBlock()
    {
        var block = new byte[BlockBytes];
        new Random(1).NextBytes(block);
        ((ReadOnlySpan<byte>)[0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0, 0, 0, 0, 8, .. "moov"u8, 0, 0, 0, 0, .. "mdat"u8]).CopyTo(block);
        return block;
    }
}
