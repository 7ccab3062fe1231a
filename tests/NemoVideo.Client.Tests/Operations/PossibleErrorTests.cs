using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Operations;

/// <summary>
/// Events that can be an error as well as a notice or a counter: the timeline decides. If the edit was made, it must not count as failed,
/// because it would be repeated and charged again.
/// </summary>
public sealed class PossibleErrorTests
{
    private const string Draft = "\"draft\":{\"t\":[{\"tt\":7,\"sg\":[{\"d\":3000,\"m\":{\"title\":\"Hi\"}}]}]}";

    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"code":100,"message":"processing"}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Hi"}]},"code":2001,"message":"frame 2001"}""")]
    [InlineData("""{"author":"nemo","detail":"planning"}""")]
    [InlineData("""{"author":"nemo","actions":{"stateDelta":{"x":1}},"detail":"planning"}""")]
    [InlineData("""{"status":"processing","progress":40,"detail":"Generating clip"}""")]
    [InlineData("""{"status":"completed","detail":"All edits applied"}""")]
    [InlineData("""{"task_id":"x","status":"running","detail":{"step":1}}""")]
    [InlineData("""{"code":1,"message":"processing","data":{"progress":10}}""")]
    [InlineData("""{"code":100,"message":"processing"}""")]
    [InlineData("""{"type":"progress","code":1024,"message":"Rendered 1024 frames"}""")]
    [InlineData("""{"type":"progress","code":2001,"message":"Rendered 2001 frames"}""")]
    [InlineData("""{"type":"progress","errors":["retrying clip 2"],"message":"retrying"}""")]
    [InlineData("""{"type":"retry","success":false,"message":"retrying tool"}""")]
    [InlineData("""{"type":"warning","message":"low resolution","success":false}""")]
    [InlineData("""{"type":"heartbeat","code":1795722868,"message":"alive"}""")]
    public async Task Edit_EventMayBeAnError_DependsOnTheTimeline(string frame)
    {
        var stream = RawReply.Stream($"data: {frame}\n\n{EditServer.CallA}{EditServer.TextA}");

        var changed = await EditServer.EditAsync(stream, static read => EditServer.State(read > 0 ? Draft : ""));
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
    public async Task Edit_EventSaysThatThereIsNoError_Succeeds(string frame) => Assert.Equal(
        EditStatus.Succeeded,
        (await EditServer.EditAsync(RawReply.Stream($"data: {frame}\n\n{EditServer.TextA}"), static _ => EditServer.State(""))).Status);

    [Theory]
    [InlineData("""{"detail":"Still working"}""")]
    [InlineData("""{"code":30,"message":"30 s"}""")]
    [InlineData("""{"elapsed":30,"code":1}""")]
    [InlineData("""{"code":100,"message":"alive"}""")]
    [InlineData("""{"error":"","elapsed":30}""")]
    [InlineData("""{"errorCode":0}""")]
    public async Task Edit_EventNamedHeartbeat_IsNoError(string data)
    {
        var stream = RawReply.Stream($"event: heartbeat\ndata: {data}\n\n{EditServer.TextA}");

        Assert.Equal(EditStatus.Succeeded, (await EditServer.EditAsync(stream, static _ => EditServer.State(""))).Status);
    }

    /// <summary>An event with only the fields of an error is one, whatever the timeline contains.</summary>
    [Theory]
    [InlineData("""{"error":""}""")]
    [InlineData("""{"detail":"Session not found"}""")]
    [InlineData("""{"error_code":500,"error_message":"boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":""}""")]
    [InlineData("""{"success":false,"error":"boom"}""")]
    [InlineData("""{"code":2001,"message":"out of credits"}""")]
    public async Task Edit_EventIsAnErrorAndTimelineChanged_Fails(string frame)
    {
        var result = await EditServer.EditAsync(RawReply.Stream($"data: {frame}\n\n"), static read => EditServer.State(read > 0 ? Draft : ""));

        Assert.Equal((EditStatus.Failed, true), (result.Status, result.IsChanged));
    }

    /// <summary>The same error in the event and at the end is one event with its next step.</summary>
    [Fact]
    public async Task Edit_PossibleErrorWithKnownCode_HasItsNextStep()
    {
        var result = await EditServer.EditAsync(
            RawReply.Stream("data: {\"type\":\"notice\",\"code\":2001,\"message\":\"out of credits\"}\n\n"), static _ => EditServer.State(""));

        Assert.Equal(Client.Errors.NemoErrorKind.OutOfCredits, result.Error!.Exception!.Kind);
    }

    /// <summary>The service may have received a message whose response isn't a stream, so the timeline shows the outcome.</summary>
    [Theory]
    [InlineData(200, """{"code":0,"message":"success","data":{}}""")]
    [InlineData(200, "{}")]
    [InlineData(202, """{"success":true}""")]
    [InlineData(200, "data: {}\n\n")]
    public async Task Edit_ResponseIsNotAStream_DependsOnTheTimeline(int status, string body)
    {
        var message = RawReply.Of(status, "application/json", System.Text.Encoding.UTF8.GetBytes(body));

        var changed = await EditServer.EditAsync(message, static read => EditServer.State(read > 0 ? Draft : ""));
        var unchanged = await EditServer.EditAsync(message, static _ => EditServer.State(""));

        Assert.Equal((EditStatus.Succeeded, true), (changed.Status, changed.IsChanged));
        Assert.Equal(EditStatus.Failed, unchanged.Status);
        Assert.Contains("charged for it", unchanged.Error!.Exception!.NextStep, StringComparison.Ordinal);
    }
}
