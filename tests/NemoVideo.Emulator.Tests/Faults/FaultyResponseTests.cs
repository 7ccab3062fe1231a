using System.Net.Sockets;

namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Faults of a response after the work is done.</summary>
public sealed class FaultyResponseTests
{
    private const string Credits = "/api/credits/balance/simple";

    [Fact]
    public async Task HoldBytes_OfResponse_PausesThereUntilReleased()
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault($"GET {Credits}: hold after 10 bytes");
        using var response = await caller.Http.GetAsync(Credits, HttpCompletionOption.ResponseHeadersRead, Caller.Ending);
        await using var body = await response.Content.ReadAsStreamAsync(Caller.Ending);
        var first = new byte[10];
        await body.ReadExactlyAsync(first, Caller.Ending);
        await caller.WaitForAsync(request => request is { Path: Credits, HoldCount: 1 });
        var rest = body.ReadAsync(new byte[1], Caller.Ending).AsTask();
        Assert.False(rest.IsCompleted);
        caller.Host.ReleaseHeld();

        Assert.Equal(1, await rest);
        Assert.Equal("{\"code\":0,", Encoding.UTF8.GetString(first));
    }

    [Fact]
    public async Task Drip_OfResponse_SendsAllBytes()
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault($"GET {Credits}: drip 3 bytes every 1 ms");
        var reply = await caller.GetAsync(Credits);

        Assert.Equal(1000, reply.Data.GetProperty("available").GetInt64());
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(8, "{\"code\":")]
    public async Task CutAnswer_OfSession_WorkIsDoneAndBodyIsTruncated(int byteCount, string expected)
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault($"POST /api/tasks/*: cut answer to {byteCount} bytes");
        using var body = Caller.Json("""{"task_name":"n"}""");
        using var response = await caller.Http.PostAsync("/api/tasks/me/with-session/nemo_agent", body, Caller.Ending);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(byteCount, response.Content.Headers.ContentLength);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Caller.Ending));
        Assert.Equal("n", Assert.Single(caller.Host.Sessions).Name);
    }

    [Fact]
    public async Task StatusAfterWork_OfMessage_ReturnsStatusAndWorkIsDone()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: status 504 after work");
        using var body = Caller.MessageBody(caller.Session, "add a title");
        var reply = await caller.RequestAsync(HttpMethod.Post, "/run_sse", body);

        Assert.Equal(HttpStatusCode.GatewayTimeout, reply.Status);
        var record = Assert.Single(caller.Host.Sessions);
        Assert.Equal((1, 1), (record.UploadCount, record.MessageCount));
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    [Fact]
    public async Task AnswerTwice_OnTheWire_SendsTheSameBytesTwice()
    {
        await using var caller = await Caller.StartAsync();
        caller.Host.AddFault("GET /register: answer twice");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, caller.Host.Url.Port, Caller.Ending);
        await using var wire = new NetworkStream(socket);
        await wire.WriteAsync("GET /register HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray(), Caller.Ending);
        using var reader = new StreamReader(wire);
        var answer = await reader.ReadToEndAsync(Caller.Ending);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Equal(answer[..(answer.Length / 2)], answer[(answer.Length / 2)..]);
    }

    [Fact]
    public async Task RevokeTokens_OnRequest_RejectsItAndIssuesNewToken()
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault($"GET {Credits}: revoke tokens");

        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync(Credits)).Status);
        caller.UseToken((await caller.IssueTokenAsync()).Data.GetProperty("token").GetString()!);

        Assert.Equal(0, (await caller.GetAsync(Credits)).Code);
    }

    [Fact]
    public async Task EndStream_AfterTwoEvents_EndsNormallyAndWorkIsDone()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: end after 1 event");
        var stream = await caller.SendMessageAsync(caller.Session, "add a title");

        Assert.DoesNotContain("Done.", stream, StringComparison.Ordinal);
        await caller.WaitForAsync(request => request is { Path: "/run_sse", IsDone: true });
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    [Fact]
    public async Task Sessions_OverHttp_HaveUploadAndMessageCounts()
    {
        await using var caller = await Caller.WithClipAsync();
        var records = await caller.Http.GetStringAsync("/_emulator/sessions", Caller.Ending);

        Assert.Equal($$"""[{"id":"{{caller.Session}}","name":"Summer","uploadCount":1,"messageCount":0}]""", records);
    }
}
