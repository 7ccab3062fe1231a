using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>A rejected free token is renewed once, with the same client ID, and the call is retried (protocol section 2).</summary>
public sealed class TokenRenewalTests
{
    private const string Status = "status, envelope";
    private const string Code = "code";

    private static readonly ErrorFailure Refusal = ErrorTable.Failures["1001"];

    public static MatrixTheoryData<string, string> CallsInBothShapes { get; } = new(
        ServiceCall.All.Where(call => call != ServiceCall.Token).Select(call => call.Name), [Status, Code]);

    /// <summary>The renewal for a message is part of the read before its second attempt.</summary>
    public static TheoryData<string> CallsThatCreate { get; } = [.. ServiceCall.All
        .Where(call => call != ServiceCall.Token && call.Call.Kind == RequestKind.Change).Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_RejectedToken_RetriesOnceWithNewToken(string call, string shape)
    {
        var called = ServiceCall.Named(call);
        await using var service = await FailingService.StartAsync(
            called, isFree: true, count => count == 1 ? ErrorTable.Shape(shape).ReplyOf(Refusal) : null);

        await service.RunAsync();

        Assert.Equal("x R x", service.Seen);
        Assert.Equal(
            ["Bearer nmv_usr_free1", "Bearer nmv_usr_free2"],
            service.Requests.Where(called.Matches).Select(request => request.Header("Authorization")));
        var ids = service.Requests.Where(ServiceCall.Token.Matches).Select(request => request.Header("X-Client-Id")).ToList();
        Assert.Equal(2, ids.Count);
        Assert.True(Guid.TryParse(Assert.Single(ids.Distinct()), out _));
    }

    [Theory]
    [InlineData(Status)]
    [InlineData(Code)]
    public async Task Call_ManyRejectedAtOnce_RenewsTokenOnce(string shape)
    {
        const int Count = 20;
        var tokens = 0;
        var requestCount = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(request =>
        {
            if (ServiceCall.Token.Matches(request))
            {
                return RawReply.Json("{\"code\":0,\"data\":{\"token\":\"nmv_usr_free" + ++tokens + "\"}}");
            }

            if (request.Header("Authorization") != "Bearer nmv_usr_free1")
            {
                return RawReply.Json("""{"code":0,"data":{"available":7}}""");
            }

            if (++requestCount == Count)
            {
                all.SetResult();
            }

            return new RawReply(async (wire, stop) =>
            {
                await all.Task.WaitAsync(stop);
                await ErrorTable.Shape(shape).ReplyOf(Refusal).WriteAsync(wire, stop);
            });
        });
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        var credits = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => client.GetCreditAsync(TestService.Ending)));

        Assert.All(credits, credit => Assert.Equal(7, credit.Available));
        Assert.Equal((2, 1 + Count + 1 + Count), (tokens, server.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(CallsThatCreate))]
    public async Task Call_RejectedAndRenewalFails_IsNotTreatedAsLostResponse(string call)
    {
        var called = ServiceCall.Named(call);
        var tokens = 0;
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(request =>
            ServiceCall.Token.Matches(request)
                ? ++tokens > 1 ? RawReply.Of(500, "text/plain", [])
                    : RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free1"}}""")
            : called.Matches(request) ? RawReply.Of(401, null, [])
            : ServiceCall.Answer(request));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => called.RunAsync(new CallTarget(client, folder)));

        Assert.Equal((NemoErrorKind.Authentication, 2), (error.Kind, tokens));
        Assert.Contains("free token", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Single(server.Requests, called.Matches);
    }

    [Fact]
    public async Task WaitForRender_TransientRenewalFailure_ContinuesPolling()
    {
        var tokens = 0;
        await using var server = RawServer.Start(request =>
            ServiceCall.Token.Matches(request)
                ? ++tokens == 2 ? RawReply.Of(503, null, []) : RawReply.Json("{\"code\":0,\"data\":{\"token\":\"nmv_usr_free" + tokens + "\"}}")
            : request.Header("Authorization") == "Bearer nmv_usr_free1" ? RawReply.Of(401, null, [])
            : RawReply.Json("""{"id":"r","status":"completed"}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        var job = await client.WaitForRenderAsync("r", cancellationToken: TestService.Ending);

        Assert.True(job.IsFinished);
        Assert.Equal(3, tokens);
    }
}
