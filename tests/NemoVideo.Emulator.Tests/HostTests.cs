using System.Net.Sockets;
using System.Runtime.Versioning;

namespace NemoVideo.Emulator.Tests;

public sealed class HostTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://example.com:5000")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("")]
    public async Task Start_OffLoopback_IsRejected(string urls) =>
        await Assert.ThrowsAsync<FormatException>(() => EmulatorHost.StartAsync(new EmulatorOptions { Urls = urls }, Caller.Ending));

    [Fact]
    public async Task Start_OnLocalhost_Responds()
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Urls = "http://localhost:0" });

        Assert.Equal("127.0.0.1", caller.Host.Url.Host);
        Assert.Equal(0, (await caller.IssueTokenAsync()).Code);
    }

    [Fact]
    public async Task Dispose_HeldStream_EndsAtOnce()
    {
        var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync();
        caller.Host.AddFault("POST /run_sse: hold after 1 event");
        var message = caller.SendMessageAsync(session, "add a title");
        await caller.WaitForAsync(request => request.EventsSent == 1);
        await caller.Host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Caller.Ending);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => message);
        using var probe = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => probe.ConnectAsync("127.0.0.1", caller.Host.Url.Port, Caller.Ending).AsTask());
    }

    [Fact]
    public async Task Restart_SameFolder_HasTokenSessionUploadDraftAndRender()
    {
        var data = Directory.CreateTempSubdirectory("nemovideo-test-");
        try
        {
            var options = Caller.Plain with { DataDirectory = data.FullName };
            string token, session, draft, infos;
            await using (var before = await Caller.SignedInAsync(options))
            {
                token = before.Http.DefaultRequestHeaders.Authorization!.Parameter!;
                session = await before.CreateSessionWithClipAsync();
                await before.SendMessageAsync(session, "add a title \"Grüße\"");
                draft = (await before.ReadDraftAsync(session)).GetRawText();
                infos = (await before.ReadStateAsync(session)).GetProperty("video_infos")[0].GetProperty("hash").GetString()!;
                await before.SubmitRenderAsync("render_1", session, draft);
            }

            await using var after = await Caller.StartAsync(options);
            after.UseToken(token);

            Assert.Equal(draft, (await after.ReadDraftAsync(session)).GetRawText());
            Assert.Equal(infos, (await after.ReadStateAsync(session)).GetProperty("video_infos")[0].GetProperty("hash").GetString());
            Assert.Equal(950, (await after.GetAsync("/api/credits/balance/simple")).Data.GetProperty("available").GetInt64());
            var status = (await after.GetAsync("/api/render/proxy/lambda/render_1")).Body;
            Assert.Equal("completed", status.GetProperty("status").GetString());
            var url = status.GetProperty("output").GetProperty("url").GetString();
            Assert.NotEmpty(await after.Http.GetByteArrayAsync(url, Caller.Ending));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_NewFolder_IsOnlyForItsOwner()
    {
        var data = Directory.CreateTempSubdirectory("nemovideo-test-");
        try
        {
            var folder = Path.Combine(data.FullName, "new");
            await using var caller = await Caller.WithClipAsync(Caller.Plain with { DataDirectory = folder });

            Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Host", "evil.example", "_emulator/revoke")]
    [InlineData("Host", "127.0.0.1.evil.example", "faults/clear")]
    [InlineData("Origin", "https://evil.example", "faults/clear")]
    [InlineData("Origin", "null", "_emulator/revoke")]
    public async Task Request_FromWebPage_IsRejected(string header, string value, string path)
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions(), Caller.Ending);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Url, path));
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await http.SendAsync(request, Caller.Ending);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
    }
}
