using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task CreateSession_NameAndLanguage_SendsBothAndReturnsIds()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();

        var session = await client.CreateSessionAsync("größe \"x\"", "zh-CN", TestService.Ending);

        Assert.Equal(
            """{"task_name":"größe \"x\"","language":"zh-CN"}""",
            Assert.Single(service.RequestsTo("POST", "/api/tasks/")).Body);
        Assert.NotEmpty(session.Id);
        Assert.NotNull(session.TaskId);
        Assert.Equal(("größe \"x\"", "zh-CN"), (session.Name, session.Language));
    }

    [Fact]
    public async Task CreateSession_SkillHasLanguage_SendsThatLanguage()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync(new NemoClientOptions
        {
            ApiUrl = service.Host.Url,
            UseCache = false,
            Skill = SkillProfile.Default with { Language = "ja" },
        });

        await client.CreateSessionAsync("Summer", cancellationToken: TestService.Ending);

        Assert.Equal("""{"task_name":"Summer","language":"ja"}""", Assert.Single(service.RequestsTo("POST", "/api/tasks/")).Body);
    }

    [Fact]
    public async Task CreateSession_NumericIds_AreReturnedAsText()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"session_id":18446744073709551615,"task_id":9007199254740993}}"""));
        using var client = await server.ConnectAsync();

        var session = await client.CreateSessionAsync("Summer", cancellationToken: TestService.Ending);

        Assert.Equal(("18446744073709551615", "9007199254740993"), (session.Id, session.TaskId));
    }

    [Fact]
    public async Task CreateSession_ResponseWithoutId_ThrowsInvalidResponse()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{}}"""));
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.CreateSessionAsync("Summer", cancellationToken: TestService.Ending));
    }

    [Fact]
    public async Task CreateSessionLink_Session_IsClaimPageWithoutBearerToken()
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET"
            ? """{"code":0,"data":{"session_id":8,"task_id":9007199254740993,"state":{}}}"""
            : """{"code":0,"data":{"claim_token":"clm_a/b","expires_in":604800}}"""));
        var time = new ManualTime();
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), TestService.Ending);

        var link = await client.CreateSessionLinkAsync("7", TestService.Ending);

        Assert.Equal(new Uri(server.Url, "/workspace/claim?ct=clm_a%2Fb").AbsoluteUri, link.Address.AbsoluteUri);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromDays(7), link.ExpiresAt);
        var request = server.Requests[^1];
        Assert.Equal(("POST", "/api/auth/claim-token"), (request.Method, request.Path));
        Assert.Equal("""{"task_id":"9007199254740993","session_id":"7"}""", request.BodyText);
    }

    [Fact]
    public async Task CreateSessionLink_ResponseWithoutToken_ThrowsInvalidResponse()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"session_id":"s","task_id":"t","claim_token":""}}"""));
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.CreateSessionLinkAsync("s", TestService.Ending));
    }

    [Fact]
    public async Task Workflow_EachRequestToApi_HasAttributionAndToken()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync();
        await client.UploadUrlAsync(session, new Uri("https://example.org/a.mp4"), cancellationToken: TestService.Ending);
        await client.EditAsync(session, "add a title \"Hi\"", cancellationToken: TestService.Ending).ToListAsync();
        await client.GetCreditAsync(TestService.Ending);
        var job = await client.SubmitRenderAsync(await client.GetStateAsync(session, TestService.Ending), cancellationToken: TestService.Ending);
        job = await client.WaitForRenderAsync(job.Id, cancellationToken: TestService.Ending);

        await client.SaveRenderAsync(job with { OutputAddress = null }, service.Folder.PathOf("out.mp4"), cancellationToken: TestService.Ending);
        await client.CreateSessionLinkAsync(session, TestService.Ending);
        await Assert.ThrowsAsync<NemoException>(() => client.CancelRenderAsync(job.Id, TestService.Ending));

        Assert.Single(service.RequestsTo("POST", "/api/auth/claim-token"));
        Assert.Single(service.RequestsTo("POST", $"/api/render/proxy/lambda/{job.Id}/cancel"));
        Assert.True(service.Requests.Count >= 14);
        Assert.All(service.Requests, request =>
        {
            Assert.Equal("api", request.Origin);
            Assert.Equal("for-video-free", request.Headers["X-Skill-Source"]);
            Assert.Equal("1.0.0", request.Headers["X-Skill-Version"]);
            Assert.Equal("unknown", request.Headers["X-Skill-Platform"]);
            Assert.Equal(request.Path != "/api/auth/anonymous-token", request.HasAuthorization);
            Assert.Empty(request.Query);
        });
    }

    [Theory]
    [InlineData("""{"available":25000,"frozen":40,"total":25040}""", 25_000, 40, 25_040)]
    [InlineData("""{"available":25000,"frozen":40}""", 25_000, 40, 25_040)]
    [InlineData("""{"available":12.5}""", 12, 0, 12)]
    public async Task GetCredit_AnyResponseShape_IsRead(string data, long available, long frozen, long total)
    {
        await using var server = RawServer.Start(_ => RawReply.Json("{\"code\":0,\"data\":" + data + "}"));
        using var client = await server.ConnectAsync();

        Assert.Equal(new CreditBalance(available, frozen, total), await client.GetCreditAsync(TestService.Ending));
    }

    [Fact]
    public async Task Dispose_AfterCall_ClosesSocket()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        var client = await server.ConnectAsync();
        await client.GetCreditAsync(TestService.Ending);

        client.Dispose();

        await server.WaitForClosedAsync(1, TestService.Ending);
    }
}
