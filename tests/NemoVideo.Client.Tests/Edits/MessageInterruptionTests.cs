using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>A stream that the caller abandons or that breaks: the request ends and isn't sent again.</summary>
public sealed class MessageInterruptionTests
{
    [Fact]
    public async Task Send_EnumerationEndsEarly_ServerSeesRequestEnd()
    {
        await using var message = await SentMessage.PrepareAsync("hold after 1 events");

        await foreach (var one in message.Send(Workbench.Ending))
        {
            break;
        }

        await message.WaitForAbortAsync();
    }

    [Fact]
    public async Task Send_EnumerationEndsAtHeartbeat_ServerSeesRequestEnd()
    {
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await server.ConnectAsync();
        live.Send(": alive\n\n");

        await foreach (var one in client.SendAsync("s", "m", Workbench.Ending))
        {
            Assert.IsType<HeartbeatEvent>(one);
            break;
        }

        await live.SendUntilGoneAsync(Workbench.Ending);
    }

    [Fact]
    public async Task Send_CanceledWhileServerIsSilent_EndsAtOnce()
    {
        await using var message = await SentMessage.PrepareAsync("hold after 1 events");
        using var stop = new CancellationTokenSource();
        await using var events = message.Send(stop.Token).GetAsyncEnumerator(stop.Token);
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(stop.Token, error.CancellationToken);
        await message.WaitForAbortAsync();
    }

    [Fact]
    public async Task Send_ConnectionLostMidStream_ThrowsConnectionLostAndIsSentOnce()
    {
        await using var message = await SentMessage.PrepareAsync("drop after 2 events");
        var seen = new List<string>();

        await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost, async () =>
        {
            await foreach (var one in message.Send(Workbench.Ending))
            {
                seen.Add(EventLines.Of(one));
            }
        });

        Assert.Equal("text: Let me edit that. ", seen[0]);
        Assert.Single(message.Requests);
    }

    /// <summary>
    /// On a connection that was used before, a gateway can repeat an earlier response. .NET Framework can't open a connection for a single
    /// request.
    /// </summary>
    [Fact]
    public async Task Send_ConnectionClosesWithoutResponse_IsSentOnceOverNewConnection()
    {
        await using var server = RawServer.Start(request =>
            request.Path == SentMessage.Path ? RawReply.Reset : RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await server.ConnectAsync();
        await client.GetCreditAsync(Workbench.Ending);

        await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost, () => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(["GET", "POST"], server.Requests.Select(static request => request.Method));
#if NET
        Assert.Equal([1, 2], server.Requests.Select(static request => request.Connection));
#endif
    }

    [Fact]
    public async Task Send_NoServer_ThrowsConnectionFailed()
    {
        var server = RawServer.Start(_ => RawReply.Reset);
        using var client = await server.ConnectAsync();
        await server.DisposeAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionFailed, () => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());
    }

    [Fact]
    public async Task Send_EventOverLimit_EndsRequest()
    {
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await server.ConnectAsync(QuickLimits.Value with { MaxEventBytes = 1000 });
        live.Send(LiveMessage.Text + "data: " + new string('x', 2000));

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        await live.SendUntilGoneAsync(Workbench.Ending);
    }
}
