using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Operations;

/// <summary>
/// Events that can be an error as well as a notice or a counter: the timeline decides. If the edit was made, it must not count as failed,
/// because it would be repeated and charged again.
/// </summary>
public sealed class PossibleErrorTests
{
    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"code":2001,"message":"frame 2001"}""")]
    [InlineData("""{"code":100,"message":"processing"}""")]
    [InlineData("""{"type":"progress","code":1024,"message":"Rendered 1024 frames"}""")]
    [InlineData("""{"type":"progress","code":2001,"message":"Rendered 2001 frames"}""")]
    [InlineData("""{"type":"progress","errors":["retrying clip 2"],"message":"retrying"}""")]
    [InlineData("""{"type":"retry","success":false,"message":"retrying tool"}""")]
    [InlineData("""{"type":"warning","message":"low resolution","success":false}""")]
    [InlineData("""{"type":"heartbeat","code":1002,"message":"frame 1002"}""")]
    [InlineData("""{"type":"tool_error","tool":"search","error":"no result"}""")]
    [InlineData("""{"type":"progress","error":"retrying clip 2","percent":5}""")]
    [InlineData("""{"error":"retrying clip 2","progress":10}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"error":"retrying"}""")]
    [InlineData("""{"data":{"code":100,"message":"processing"}}""")]
    [InlineData("""{"code":0,"data":{"code":1,"message":"processing"}}""")]
    [InlineData("""{"error_code":100,"error_message":"processing"}""")]
    [InlineData("""{"error":"","message":"Model overloaded"}""")]
    [InlineData("""{"type":"response","code":7,"message":"Model overloaded"}""")]
    [InlineData("""{"type":"response","code":2001}""")]
    [InlineData("""{"type":"done","success":false}""")]
    [InlineData("""{"type":"text","content":"Hi","errorCode":"EDIT_FAILED"}""")]
    [InlineData("""{"type":"tool_result","name":"search","error":"no result"}""")]
    [InlineData("""{"status":"failed","message":"Clip could not be generated","job":"x1"}""")]
    [InlineData("""{"errors":["Clip could not be generated"],"job":"x1"}""")]
    [InlineData("""{"error_code":"E1","error_message":"boom","job":"x1"}""")]
    [InlineData("""{"success":0,"message":"boom","job":"x1"}""")]
    [InlineData("""{"type":"progress","status":"failed","message":"boom","step":2}""")]
    [InlineData("""{"author":"agent","status":"failed","message":"boom"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Working"}]},"status":"failed","message":"boom"}""")]
    [InlineData("""{"status":500,"message":"boom","step":2}""")]
    [InlineData("""{"status_code":500,"message":"boom","step":2}""")]
    [InlineData("""{"type":"https://httpstatuses.io/500","title":"Internal Server Error","status":500,"traceId":"00-a"}""")]
    [InlineData("""{"type":"result","data":{"success":false,"error":"boom"},"step":2}""")]
    [InlineData("""{"data":{"status":"failed","message":"boom"},"job":1}""")]
    [InlineData("""{"actions":{"stateDelta":{"x":1}},"errors":["boom"]}""")]
    [InlineData("""{"type":"text","content":"Working","success":false,"message":"boom"}""")]
    [InlineData("""{"type":"tool_result","name":"t","success":false,"error":"boom"}""")]
    [InlineData("""{"success":true,"data":{"success":false,"message":"boom"},"step":1}""")]
    public async Task Edit_EventMayBeAnError_DependsOnTheTimeline(string frame)
    {
        var stream = RawReply.Stream($"data: {frame}\n\n{EditServer.CallA}{EditServer.TextA}");

        var changed = await EditServer.EditAsync(stream, static read => EditServer.State(read > 0 ? EditServer.TitleDraft : ""));
        var unchanged = await EditServer.EditAsync(stream, static _ => EditServer.State(""));

        Assert.Equal((EditStatus.Succeeded, true), (changed.Status, changed.IsChanged));
        Assert.Null(changed.Error);
        Assert.Equal((EditStatus.Failed, false), (unchanged.Status, unchanged.IsChanged));
        Assert.NotNull(unchanged.Error);
    }

    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorCode":0}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorCode":"OK","errorMessage":"success"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorCode":"0","errorMessage":""}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"error":{"code":0,"message":"ok"}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorMessage":"none"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"code":201}""")]
    [InlineData("""{"author":"agent","id":"1","partial":false,"interrupted":false,"errorCode":0,"errorMessage":""}""")]
    [InlineData("""{"invocationId":"e-1","author":"nemo","actions":{"stateDelta":{}},"error":""}""")]
    [InlineData("""{"invocationId":"e-1","author":"nemo","actions":{"stateDelta":{}},"error":{}}""")]
    [InlineData("""{"type":"progress","errorCode":0,"percent":5}""")]
    [InlineData("""{"type":"progress","error":"","percent":5}""")]
    [InlineData("""{"type":"progress","error":0,"percent":5}""")]
    [InlineData("""{"type":"status","message":"Rendering","code":0,"error":{"code":0,"message":""}}""")]
    [InlineData("""{"type":"usage","errorCode":"NONE","tokens":4}""")]
    [InlineData("""{"type":"text","content":"hi","errorCode":"00000","errorMessage":"success"}""")]
    [InlineData("""{"success":true,"error":""}""")]
    [InlineData("""{"success":true,"error":0}""")]
    [InlineData("""{"error":"none","progress":10}""")]
    [InlineData("""{"errorCode":"SUCCESS","progress":10}""")]
    [InlineData("""{"code":202,"message":"accepted"}""")]
    [InlineData("""{"errorCode":202,"errorMessage":"accepted"}""")]
    [InlineData("""{"type":"heartbeat","code":1795722868,"message":"alive"}""")]
    [InlineData("""{"type":"heartbeat","code":30,"message":"30 s"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"code":100,"message":"processing"}""")]
    [InlineData("""{"author":"nemo","detail":"planning"}""")]
    [InlineData("""{"author":"nemo","actions":{"stateDelta":{"x":1}},"detail":"planning"}""")]
    [InlineData("""{"status":"processing","progress":40,"detail":"Generating clip"}""")]
    [InlineData("""{"status":"completed","detail":"All edits applied"}""")]
    [InlineData("""{"task_id":"x","status":"running","detail":{"step":1}}""")]
    [InlineData("""{"code":1,"message":"processing","data":{"progress":10}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorCode":0,"errorMessage":"boom"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"code":7}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorCode":0,"errorMessage":"all fine"}""")]
    [InlineData("""{"type":"heartbeat","errorCode":0,"errorMessage":"still working"}""")]
    [InlineData("""{"type":"heartbeat","errorMessage":"still working"}""")]
    [InlineData("""{"type":"heartbeat","status":"error","message":"retrying"}""")]
    [InlineData("""{"success":true,"code":1500,"message":"frames"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"error":0.0}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"error":" "}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"error":["ok"]}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"error":{"count":0,"label":"errors"}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"errorCode":0.0}""")]
    [InlineData("""{"code":0,"message":"Applied","error":""}""")]
    [InlineData("""{"code":200,"error":false,"message":"All edits applied"}""")]
    [InlineData("""{"error":0,"message":"Applied"}""")]
    [InlineData("""{"error":"none","message":"Applied"}""")]
    [InlineData("""{"status_code":200,"error":"","message":"All edits applied"}""")]
    [InlineData("""{"error":"","title":"Sunset"}""")]
    [InlineData("""{"error":[],"message":"Applied"}""")]
    [InlineData("""{"error":{},"message":"Applied"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"author":"nemo","errorMessage":"No errors"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"author":"nemo","errorMessage":"Success!"}""")]
    [InlineData("""{"type":"text","content":"Hi","errorCode":"NOERROR","errorMessage":"No errors."}""")]
    [InlineData("""{"type":"text","content":"Hi","errors":{"total":0,"label":"errors"}}""")]
    [InlineData("""{"detail":{}}""")]
    [InlineData("""{"detail":["ok"]}""")]
    [InlineData("""{"detail":{"step":1}}""")]
    [InlineData("""{"task_id":"x","detail":{"file":"a.mp4"}}""")]
    [InlineData("""{"type":"progress","detail":["[1/2] Rendering"],"percent":5}""")]
    public async Task Edit_EventSaysThatThereIsNoError_IsUnchanged(string frame) => Assert.Equal(
        EditStatus.Unchanged,
        (await EditServer.EditAsync(RawReply.Stream($"data: {frame}\n\n{EditServer.TextA}"), static _ => EditServer.State(""))).Status);

    [Theory]
    [InlineData("""{"detail":"Still working"}""")]
    [InlineData("""{"code":30,"message":"30 s"}""")]
    [InlineData("""{"elapsed":30,"code":1}""")]
    [InlineData("""{"code":100,"message":"alive"}""")]
    [InlineData("""{"error":"","elapsed":30}""")]
    [InlineData("""{"author":"nemo","code":30,"message":"30 s"}""")]
    [InlineData("""{"author":"nemo","detail":"Still working"}""")]
    [InlineData("""{"errorCode":0}""")]
    [InlineData("""{"code":402,"message":"402 s"}""")]
    [InlineData("""{"code":1795722868,"message":"alive"}""")]
    [InlineData("""{"detail":["[1/2] Rendering"]}""")]
    [InlineData("""{"type":"progress","error":"retrying"}""")]
    [InlineData("""{"author":"nemo","error":"retrying"}""")]
    public async Task Edit_EventNamedHeartbeat_IsNoError(string data)
    {
        var stream = RawReply.Stream($"event: heartbeat\ndata: {data}\n\n{EditServer.TextA}");

        Assert.Equal(EditStatus.Unchanged, (await EditServer.EditAsync(stream, static _ => EditServer.State(""))).Status);
    }

    [Theory]
    [InlineData("""{"error":"boom"}""")]
    [InlineData("""{"code":2001,"message":"out of credits"}""")]
    [InlineData("""{"author":"nemo","code":2001,"message":"out of credits"}""")]
    [InlineData("""{"code":402,"error":"upgrade"}""")]
    [InlineData("""{"success":false}""")]
    [InlineData("""{"status":"failed","message":"boom"}""")]
    [InlineData("""{"status_code":500,"message":"boom"}""")]
    [InlineData("""{"type":"error","message":"boom","content":{}}""")]
    public async Task Edit_EventNamedHeartbeatIsAnErrorAndTimelineChanged_Fails(string data)
    {
        var stream = RawReply.Stream($"event: heartbeat\ndata: {data}\n\n");

        var result = await EditServer.EditAsync(stream, static read => EditServer.State(read > 0 ? EditServer.TitleDraft : ""));

        Assert.Equal((EditStatus.Failed, true), (result.Status, result.IsChanged));
    }

    /// <summary>An event with only the fields of an error is one, whatever the timeline contains.</summary>
    [Theory]
    [InlineData("""{"error":""}""")]
    [InlineData("""{"detail":"Session not found"}""")]
    [InlineData("""{"error_code":500,"error_message":"boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":""}""")]
    [InlineData("""{"success":false,"error":"boom"}""")]
    [InlineData("""{"code":2001,"message":"out of credits"}""")]
    [InlineData("""{"code":2001,"message":"out of credits","data":{"user_id":"anon_1"}}""")]
    [InlineData("""{"status":"failed","message":"Model overloaded","session_id":"s"}""")]
    [InlineData("""{"errors":[{"message":"boom"}],"session_id":"s"}""")]
    [InlineData("""{"error":{"code":0,"message":"Model overloaded"}}""")]
    [InlineData("""{"error":"","detail":"Session not found"}""")]
    [InlineData("""{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}""")]
    [InlineData("""{"code":2001,"message":"Not enough credits","required":100,"step":1}""")]
    [InlineData("""{"author":"nemo","code":2001,"message":"out of credits"}""")]
    [InlineData("""{"status":"failed"}""")]
    [InlineData("""{"status":500}""")]
    [InlineData("""{"success":0}""")]
    [InlineData("""{"success":0,"message":"boom"}""")]
    [InlineData("""{"code":-1}""")]
    [InlineData("""{"code":0,"message":"success","data":{"status":"failed"}}""")]
    [InlineData("""{"type":"heartbeat","errorCode":"2001","errorMessage":"out of credits"}""")]
    [InlineData("""{"type":"heartbeat","errorCode":"INTERNAL"}""")]
    [InlineData("""{"type":"text","content":"","errorCode":"INTERNAL","errorMessage":"boom"}""")]
    [InlineData("""{"type":"text","errorCode":"2001","errorMessage":"out of credits"}""")]
    [InlineData("""{"type":"text","role":"user","content":"x","errorCode":"INTERNAL","errorMessage":"boom"}""")]
    [InlineData("""{"type":"error","content":{"role":"model","parts":[]},"message":"Model overloaded"}""")]
    [InlineData("""{"type":"error","error":{"code":2001,"message":"no credits"},"content":{}}""")]
    [InlineData("""{"type":"ERROR","content":{"text":"boom"}}""")]
    [InlineData("""{"detail":"[Errno 104] Connection reset by peer"}""")]
    [InlineData("""{"detail":"<ConnectTimeout>"}""")]
    [InlineData("""{"detail":"{'code': 503}","request_id":"r"}""")]
    [InlineData("""{"detail":[{"type":"missing","loc":["body"]}]}""")]
    [InlineData("""{"detail":[[1]]}""")]
    [InlineData("""{"detail":{"reason":"x"}}""")]
    [InlineData("""{"detail":true}""")]
    [InlineData("""{"error":{"detail":{"file":"not found"}}}""")]
    public async Task Edit_EventIsAnErrorAndTimelineChanged_Fails(string frame)
    {
        var result = await EditServer.EditAsync(RawReply.Stream($"data: {frame}\n\n"), static read => EditServer.State(read > 0 ? EditServer.TitleDraft : ""));

        Assert.Equal((EditStatus.Failed, true), (result.Status, result.IsChanged));
    }

    [Theory]
    [InlineData("data: {\"type\":\"notice\",\"code\":2001,\"message\":\"out of credits\"}\n\n")]
    [InlineData("data: {\"code\":1,\"message\":\"processing\"}\n\ndata: {\"type\":\"notice\",\"code\":2001,\"message\":\"no\"}\n\ndata: {\"code\":3,\"message\":\"x\"}\n\n")]
    [InlineData("event: error\ndata: {\"author\":\"nemo\",\"code\":2001,\"message\":\"out of credits\"}\n\n")]
    [InlineData("event: error\ndata: {\"type\":\"response\",\"code\":2001,\"message\":\"out of credits\"}\n\n")]
    [InlineData("data: {\"author\":\"nemo\",\"code\":2001,\"message\":\"no credits\"}\n\ndata: {\"error\":\"no credits\"}\n\n")]
    [InlineData("data: {\"type\":\"notice\",\"code\":2001,\"message\":\"no\"}\n\ndata: {\"finishReason\":\"STOP\",\"errorCode\":\"MODEL_RETURNED_NO_CONTENT\",\"errorMessage\":\"none\"}\n\n")]
    [InlineData("data: {\"type\":\"error\",\"code\":2001,\"error\":{\"message\":\"no credits\"}}\n\n")]
    [InlineData("data: {\"type\":\"error\",\"data\":{\"code\":2001,\"message\":\"no\"}}\n\n")]
    [InlineData("data: {\"code\":2001,\"error\":{\"type\":\"InsufficientCredits\",\"message\":\"no\"}}\n\n")]
    [InlineData("data: {\"code\":2001,\"message\":\"no\",\"errorCode\":\"INSUFFICIENT\"}\n\n")]
    [InlineData("data: {\"success\":false,\"error\":\"no\",\"data\":{\"code\":2001}}\n\n")]
    [InlineData("data: {\"code\":2001.0,\"message\":\"no\"}\n\n")]
    [InlineData("data: {\"success\":true,\"data\":{\"code\":2001,\"message\":\"x\"}}\n\n")]
    [InlineData("data: {\"error\":\"no credits\"}\n\ndata: {\"code\":2001,\"message\":\"no credits\"}\n\n")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n{\"code\":2001,\"message\":\"no credits\"}\n\n")]
    [InlineData("data: {\"type\":\"heartbeat\",\"errorCode\":\"2001\",\"errorMessage\":\"no credits\"}\n\n")]
    public async Task Edit_PossibleErrorWithKnownCode_HasItsNextStep(string stream)
    {
        var result = await EditServer.EditAsync(RawReply.Stream(stream), static _ => EditServer.State(""));

        Assert.Equal(Client.Errors.NemoErrorKind.OutOfCredits, result.Error!.Exception!.Kind);
    }

    [Fact]
    public async Task Edit_PossibleErrorWithKnownCodeThenConnectionLost_DoesNotWait()
    {
        var stream = System.Text.Encoding.UTF8.GetBytes("data: {\"type\":\"notice\",\"code\":2001,\"message\":\"out of credits\"}\n\n");

        var result = await EditServer.EditAsync(RawReply.Stream(stream, RawReplyEnd.Reset), static _ => EditServer.State(""));

        Assert.Equal((Client.Errors.NemoErrorKind.OutOfCredits, EditStatus.Failed), (result.Error!.Exception!.Kind, result.Status));
    }

    /// <summary>The list of generated media can contain the attempt that failed.</summary>
    [Fact]
    public async Task Edit_PossibleErrorAndOnlyGeneratedMediaChanged_Fails()
    {
        var result = await EditServer.EditAsync(
            RawReply.Stream("data: {\"status\":\"failed\",\"code\":500,\"error\":\"Clip generation failed\",\"job\":\"x1\"}\n\n"),
            static read => EditServer.State(read > 0 ? "\"generated_media\":[{\"id\":\"g0\",\"status\":\"failed\"}]" : ""));

        Assert.Equal(EditStatus.Failed, result.Status);
    }

    [Fact]
    public async Task Edit_PossibleErrorWithoutKnownCode_SaysThatItIsUncertain()
    {
        var result = await EditServer.EditAsync(
            RawReply.Stream("data: {\"status\":\"failed\",\"message\":\"retrying\",\"step\":1}\n\n"), static _ => EditServer.State(""));

        Assert.Equal("The service may have reported an error: retrying", result.Error!.Message);
    }

    /// <summary>A failure as the whole response is the outcome, as in an event, although the service may have made part of the edit.</summary>
    [Theory]
    [InlineData("""{"success":false,"error":"Clip could not be generated"}""", Client.Errors.NemoErrorKind.ServiceFailure)]
    [InlineData("""{"code":2001,"message":"no credits","data":{"step":2}}""", Client.Errors.NemoErrorKind.OutOfCredits)]
    public async Task Edit_ResponseIsAFailure_FailsWithIt(string body, Client.Errors.NemoErrorKind kind)
    {
        var changed = await EditServer.EditAsync(RawReply.Json(body), static read => EditServer.State(read > 0 ? EditServer.TitleDraft : ""));
        var unchanged = await EditServer.EditAsync(RawReply.Json(body), static _ => EditServer.State(""));

        Assert.Equal((EditStatus.Failed, true, kind), (changed.Status, changed.IsChanged, changed.Error!.Exception!.Kind));
        Assert.Equal((EditStatus.Failed, false, kind), (unchanged.Status, unchanged.IsChanged, unchanged.Error!.Exception!.Kind));
    }

    [Theory]
    [InlineData("{\"success\":true,\"message\":\"All edits applied\"}")]
    [InlineData("{\"code\":0,\"message\":\"success\"}")]
    [InlineData("{\"error\":\"none\"}")]
    [InlineData("none")]
    [InlineData("{\"error\":null}")]
    [InlineData("{\"errors\":[]}")]
    [InlineData("{\"code\":\"ok\"}")]
    [InlineData("{\"errorCode\":0}")]
    [InlineData("{\"success\":1}")]
    public async Task Edit_EventNamedErrorThatSaysSuccess_IsUnchanged(string data) => Assert.Equal(
        EditStatus.Unchanged,
        (await EditServer.EditAsync(RawReply.Stream($"event: error\ndata: {data}\n\n{EditServer.TextA}"), static _ => EditServer.State(""))).Status);

    /// <summary>The state can lag behind an edit, also after a heartbeat that may be an error.</summary>
    [Fact]
    public async Task Edit_HeartbeatMayBeAnErrorAndStateLags_Succeeds()
    {
        var stream = RawReply.Stream("data: {\"type\":\"heartbeat\",\"code\":1500,\"message\":\"frame 1500\"}\n\n" + EditServer.TextA);

        Assert.Equal(EditStatus.Succeeded, (await EditServer.EditAsync(stream, static read => EditServer.State(read > 2 ? EditServer.TitleDraft : ""))).Status);
    }

    [Theory]
    [InlineData("data: <html><body>502 Bad Gateway</body></html>\n\n")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"hi\"}\n<html>502 Bad Gateway</html>\n\n")]
    public async Task Edit_PageInTheStream_Fails(string stream) => Assert.Equal(
        "A web page replaced the rest of the stream.",
        (await EditServer.EditAsync(RawReply.Stream(stream), static _ => EditServer.State(""))).Error?.Message);

    /// <summary>The service may have received a message whose response isn't a stream, so the timeline shows the outcome.</summary>
    [Theory]
    [InlineData(200, """{"code":0,"message":"success","data":{}}""")]
    [InlineData(200, "{}")]
    [InlineData(202, """{"success":true}""")]
    [InlineData(200, "data: {}\n\n")]
    public async Task Edit_ResponseIsNotAStream_DependsOnTheTimeline(int status, string body)
    {
        var message = RawReply.Of(status, "application/json", System.Text.Encoding.UTF8.GetBytes(body));

        var changed = await EditServer.EditAsync(message, static read => EditServer.State(read > 0 ? EditServer.TitleDraft : ""));
        var unchanged = await EditServer.EditAsync(message, static _ => EditServer.State(""));

        Assert.Equal((EditStatus.Succeeded, true), (changed.Status, changed.IsChanged));
        Assert.Equal(EditStatus.Unknown, unchanged.Status);
        Assert.Contains("second charge", unchanged.Error!.Exception!.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upstream failed")]
    [InlineData("error: upstream failed")]
    [InlineData("data lost")]
    [InlineData("internal error")]
    [InlineData("retry later")]
    public async Task Edit_ResponseIsAText_DependsOnTheTimeline(string text)
    {
        var message = RawReply.Of(200, "text/plain", System.Text.Encoding.UTF8.GetBytes(text));

        var changed = await EditServer.EditAsync(message, static read => EditServer.State(read > 0 ? EditServer.TitleDraft : ""));
        var unchanged = await EditServer.EditAsync(message, static _ => EditServer.State(""));

        Assert.Equal((EditStatus.Succeeded, true), (changed.Status, changed.IsChanged));
        Assert.Equal(EditStatus.Unknown, unchanged.Status);
    }
}
