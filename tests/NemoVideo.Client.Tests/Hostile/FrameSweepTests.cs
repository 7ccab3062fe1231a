using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Replaces each field of each event by each kind of JSON: the stream continues.</summary>
public sealed class FrameSweepTests
{
    private const string Last = """{"type":"text","content":"the last"}""";

    [Theory]
    [InlineData("""{"type":"text","content":"a","partial":true,"thought":false,"role":"model"}""")]
    [InlineData("""{"type":"tool_call","id":"i","name":"n","args":{"a":1}}""")]
    [InlineData("""{"type":"tool_result","id":"i","name":"n","result":{"a":1}}""")]
    [InlineData("""{"type":"heartbeat"}""")]
    [InlineData("""{"type":"error","code":"c","message":"m"}""")]
    [InlineData("""{"type":"error","error":{"code":"c","message":"m"}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"a","thought":false},{"functionCall":{"id":"i","name":"n","args":{"a":1}}},{"functionResponse":{"id":"i","name":"n","response":{"a":1}}},{"inlineData":{}}]},"partial":true,"author":"x"}""")]
    [InlineData("""{"errorCode":"c","errorMessage":"m","invocationId":"i"}""")]
    [InlineData("""{"error":"m"}""")]
    [InlineData("""{"code":5,"message":"m","detail":[{"loc":["a"],"msg":"m"}],"success":false,"data":{"success":false}}""")]
    public async Task Read_FieldOfAnyJsonKind_ContinuesToLastEvent(string frame)
    {
        foreach (var (place, kind, json) in JsonVariants.Of(frame))
        {
            // Sent twice, since some events are compared with previous ones.
            var events = await StreamBody.ReadEventsAsync(json, frame, json, Last);

            Assert.True(events.Contains("text \"the last\""), $"{place} as {kind}: {string.Join(" | ", events)}");
        }
    }
}
