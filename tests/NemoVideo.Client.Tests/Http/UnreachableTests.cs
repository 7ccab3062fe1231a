using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Faults;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Waits end if every connection is refused for two minutes, in at least three polls. Any response starts the count anew.</summary>
public sealed class UnreachableTests : IDisposable
{
    private static readonly NemoLimits Limits = new() { RetryCount = 0 };

    private readonly ManualTime _time = new();
    private readonly ConnectionFaults _faults = new();

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task WaitForRender_RefusedForTwoMinutes_EndsWithSafeNextStep()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"id":"r","status":"processing"}"""));
        using var client = await ConnectAsync(server);

        var waiting = client.WaitForRenderAsync("r", cancellationToken: TestService.Ending);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
        Refuse();
        await AdvanceAsync(30, 5);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionFailed, () => waiting);
        Assert.StartsWith("The module stopped waiting for the export 'r' because it couldn't reach the service for ", error.Message, StringComparison.Ordinal);
        Assert.Contains("The service continues to process the export, and you aren't charged for waiting.", error.NextStep, StringComparison.Ordinal);
        Assert.Equal((NemoAction.DownloadAgain, "r"), (error.Action, error.ActionTarget));
        Assert.Equal(1, EditServer.PollCount(server));
    }

    [Fact]
    public async Task WaitForRender_ResponseBetweenRefusals_Continues()
    {
        var polls = 0;
        await using var server = RawServer.Start(_ => RawReply.Json($$"""{"id":"r","status":"{{(polls++ < 2 ? "processing" : "completed")}}"}"""));
        using var client = await ConnectAsync(server);

        var waiting = client.WaitForRenderAsync("r", cancellationToken: TestService.Ending);
        for (var round = 0; round < 2; round++)
        {
            await _time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
            Refuse();
            await AdvanceAsync(30, 4);
            await _time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
            _faults.Clear();
            await AdvanceAsync(30, 1);
        }

        Assert.Equal(RenderStatus.Completed, (await waiting).Status);
    }

    private void Refuse() => _faults.Redirect(static _ => true, _faults.Refusing, int.MaxValue);

    private Task<NemoClient> ConnectAsync(RawServer server) =>
        NemoClient.ConnectAsync(
            new NemoClientOptions
            {
                ApiUrl = server.Url,
                Token = RawServer.Token,
                UseCache = false,
                Limits = Limits,
                TimeProvider = _time,
                Wire = _faults.Over,
            },
            TestService.Ending);

    /// <summary>Lets pauses of this length pass, one after the other.</summary>
    private async Task AdvanceAsync(int seconds, int count)
    {
        for (var pause = 0; pause < count; pause++)
        {
            await _time.WaitForTimerAsync(TimeSpan.FromSeconds(seconds), TestService.Ending);
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }
}
