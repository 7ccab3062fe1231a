using System.IO.Compression;

namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>The fault that sends an excessive response.</summary>
public sealed class FloodTests
{
    private const string Credits = "/api/credits/balance/simple";
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Flood_StreamLines_RepeatsThem()
    {
        await using var caller = await Caller.StartAsync();
        caller.Host.AddFault($$"""GET {{Credits}}: flood 503 100000 text/event-stream;charset=utf-8 : first\n<<data: 1\n\n>>: last""");
        using var response = await RequestAsync(caller);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            ": first\n" + string.Concat(Enumerable.Repeat("data: 1\n\n", 100_000)) + ": last", await response.Content.ReadAsStringAsync(Caller.Ending));
    }

    [Fact]
    public async Task Flood_Compressed_HasRequestedSize()
    {
        await using var caller = await Caller.StartAsync();
        caller.Host.AddFault($"GET {Credits}: flood 200 {20 * Megabyte} gzip application/json <<x>>");
        using var response = await RequestAsync(caller);

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var packed = new MemoryStream(await response.Content.ReadAsByteArrayAsync(Caller.Ending));
        Assert.InRange(packed.Length, 1, Megabyte);
        await using var body = new GZipStream(packed, CompressionMode.Decompress);
        Assert.Equal(20 * Megabyte, await CountAsync(body, long.MaxValue));
    }

    private static Task<HttpResponseMessage> RequestAsync(Caller caller) =>
        caller.Http.GetAsync(Credits, HttpCompletionOption.ResponseHeadersRead, Caller.Ending);

    private static async Task<long> CountAsync(Stream body, long most)
    {
        var chunk = new byte[64 * 1024];
        var total = 0L;
        int count;
        while (total < most && (count = await body.ReadAsync(chunk, Caller.Ending)) > 0)
        {
            total += count;
        }

        return total;
    }
}
