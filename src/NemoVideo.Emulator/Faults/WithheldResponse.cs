namespace NemoVideo.Emulator.Faults;

/// <summary>An answer that is kept back until the work is done, so that another can go out in its place.</summary>
internal static class WithheldResponse
{
    /// <summary>Does the work, and sends the first bytes of its answer as if they were all of it.</summary>
    public static async Task CutAsync(HttpContext http, RequestDelegate work, int byteCount)
    {
        using var answer = await WithholdAsync(http, work);
        http.Response.ContentLength = Math.Min(byteCount, answer.Length);
        await http.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)http.Response.ContentLength), http.RequestAborted);
    }

    /// <summary>Does the work, and sends something else.</summary>
    public static async Task ReplaceAsync(HttpContext http, RequestDelegate work, IResult other)
    {
        using var answer = await WithholdAsync(http, work);
        http.Response.Clear();
        await other.ExecuteAsync(http);
    }

    private static async Task<MemoryStream> WithholdAsync(HttpContext http, RequestDelegate work)
    {
        var wire = http.Response.Body;
        var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await work(http);
            return answer;
        }
        finally
        {
            http.Response.Body = wire;
        }
    }
}
