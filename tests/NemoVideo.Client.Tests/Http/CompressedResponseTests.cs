using System.IO.Compression;
using System.Net;
using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Some gateways compress what nobody asked for (gcsproxy 15).</summary>
public sealed class CompressedResponseTests
{
    [Fact]
    public async Task Call_CompressedResponse_IsRead()
    {
        await using var server = Serve("application/json", """{"code":0,"data":{"available":7}}""");
        using var client = await server.ConnectAsync();

        Assert.Equal(7, (await client.GetCreditAsync(TestService.Ending)).Available);
        Assert.Equal("identity", Assert.Single(server.Requests).Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Send_CompressedStream_IsRead()
    {
        await using var server = Serve("text/event-stream", EditServer.TextA);
        using var client = await server.ConnectAsync();

        Assert.Equal("a", Assert.IsType<TextEvent>(Assert.Single(await client.SendAsync("s", "m", TestService.Ending).ToListAsync())).Text);
    }

    [Fact]
    public async Task Call_UnreadableCompression_IsNamed()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "application/json", [1, 2, 3], "Content-Encoding: br"));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.GetCreditAsync(TestService.Ending));

        Assert.Contains("'br'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>.NET ignores such a proxy of the environment, and throws for a given one (dotnet/runtime 71215).</summary>
    [Fact]
    public void Find_Socks5hProxy_IsSocks5()
    {
        var given = new WebProxy("socks5h://user:pass%20word@proxy.example:1080");

        var proxies = new ProxySelector(given, new ApiOrigin(new Uri("https://api.example/")));

        Assert.Equal(new Uri("socks5://proxy.example:1080"), proxies.Find(new Uri("https://api.example/a")));
        Assert.Equal("pass word", proxies.Given!.Credentials!.GetCredential(new Uri("socks5://proxy.example:1080"), "Basic")!.Password);
    }

    /// <summary>A drip would never end a task (attack round).</summary>
    [Theory]
    [InlineData(1024, true)]
    [InlineData(8192, false)]
    public void StartTransferTimeouts_Drip_EndsAfterTwoMinutes(int bytesPerSecond, bool isEnded)
    {
        var time = new ManualTime();
        var transport = Downloads.TransportTo(new Uri("https://api.example/"), static () => new HttpClient(), time: time);
        using var timeouts = transport.StartTransferTimeouts(CancellationToken.None);

        for (var second = 0; second < 130; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            timeouts.ReportActivity(bytesPerSecond);
        }

        Assert.Equal(isEnded, timeouts.Token.IsCancellationRequested);
    }

    private static RawServer Serve(string type, string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return RawServer.Start(_ => RawReply.Of(200, type, compressed.ToArray(), "Content-Encoding: gzip"));
    }
}
