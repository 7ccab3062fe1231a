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

        await foreach (var one in message.Send(TestService.Ending))
        {
            break;
        }

        await message.WaitForAbortAsync();
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
        await client.GetCreditAsync(TestService.Ending);

        await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost, () => client.SendAsync("s", "m", TestService.Ending).ToListAsync());

        Assert.Equal(["GET", "POST"], server.Requests.Select(static request => request.Method));
#if NET
        Assert.Equal([1, 2], server.Requests.Select(static request => request.Connection));
#endif
    }
}
