namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Failures in each shape of a response (protocol section 2).</summary>
public sealed class ResponseTests
{
    /// <summary>All users of the computer can add faults.</summary>
    [Theory]
    [InlineData("answer 200 text/html <script>alert(1)</script>")]
    [InlineData("flood 200 10 text/html <script>")]
    public async Task Fault_OfAPage_RunsNoScript(string fault)
    {
        await using var caller = await Caller.StartAsync();
        caller.Host.AddFault($"GET /workspace/claim*: {fault}");

        using var response = await caller.Http.GetAsync("/workspace/claim?token=x", Caller.Ending);

        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401 application/problem+json", "application/problem+json", "")]
    [InlineData("404", "application/json", """{"error":"Session not found: s_1"}""")]
    [InlineData("400 text/html", "text/html", "<!DOCTYPE html><pre>SyntaxError: Unexpected token</pre>")]
    [InlineData("200 text/event-stream", "text/event-stream", "")]
    public async Task Response_InsteadOfStream_IsSentUnchangedAndChargesNothing(string head, string mediaType, string body)
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault($"POST /run_sse: answer {head} {body}");
        using var message = Caller.MessageBody(caller.Session, "add a title");
        using var reply = await caller.Http.PostAsync("/run_sse", message, Caller.Ending);

        Assert.Equal(head.Split(' ')[0], $"{(int)reply.StatusCode}");
        Assert.Equal(mediaType, reply.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body, await reply.Content.ReadAsStringAsync(Caller.Ending));
        Assert.Equal(1000, await caller.ReadAvailableAsync());
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }
}
