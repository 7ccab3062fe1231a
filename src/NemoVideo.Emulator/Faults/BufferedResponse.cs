namespace NemoVideo.Emulator.Faults;

/// <summary>Processes a request, buffers its response, and sends a different one.</summary>
internal static class BufferedResponse
{
    /// <summary>Sends the first bytes only, as if they were the complete response.</summary>
    public static async Task TruncateAsync(HttpContext http, RequestDelegate next, int byteCount)
    {
        using var buffer = await BufferAsync(http, next);
        http.Response.ContentLength = Math.Min(byteCount, buffer.Length);
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)http.Response.ContentLength), http.RequestAborted);
    }

    public static async Task ReplaceAsync(HttpContext http, RequestDelegate next, IResult replacement)
    {
        using var buffer = await BufferAsync(http, next);
        http.Response.Clear();
        await replacement.ExecuteAsync(http);
    }

    private static async Task<MemoryStream> BufferAsync(HttpContext http, RequestDelegate next)
    {
        var body = http.Response.Body;
        var buffer = new MemoryStream();
        http.Response.Body = buffer;
        try
        {
            await next(http);
            return buffer;
        }
        finally
        {
            http.Response.Body = body;
        }
    }
}
