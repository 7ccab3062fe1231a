namespace NemoVideo.Client.Tests.Support;

/// <summary>A frame of each form that the decoder knows, with its events. The sweeps over frames enumerate them too.</summary>
internal static class EventFrames
{
    private static readonly (string Frame, string[] Events)[] Known =
    [
        ("""{"type":"text","content":"a"}""", ["text \"a\""]),
        ("""{"type":"text","text":"a"}""", ["text \"a\""]),
        ("""{"type":"text","content":"a","partial":true,"thought":false,"role":"model"}""", ["piece \"a\"", "text \"a\""]),
        ("""{"type":"text","content":"a","thought":true}""", ["thought \"a\""]),
        ("""{"type":"tool_call","id":"7","name":"t","args":{"n":1,"b":["c"]}}""", ["call a t {\"n\":1,\"b\":[\"c\"]}"]),
        ("""{"type":"tool_call"}""", ["call -  -"]),
        ("""{"type":"tool_result","id":"7","name":"t","result":{"n":1,"b":["c"]}}""", ["result a t {\"n\":1,\"b\":[\"c\"]}"]),
        ("""{"type":"tool_result"}""", ["result -  -"]),
        ("""{"type":"heartbeat"}""", ["heartbeat"]),
        ("""{"type":"sparkle","a":"b"}""", ["""unknown {"type":"sparkle","a":"b"}"""]),
        ("""{"type":"error","code":"c","message":"no"}""", ["error c \"no\""]),
        ("""{"type":"error"}""", ["error - \"The service reported an error without a message.\""]),
        ("""{"type":"error","errorCode":"E","content":"no"}""", ["error E \"no\""]),
        ("""{"type":"error","error":"no"}""", ["error - \"no\""]),
        ("""{"type":"error","error":{"code":"E","errorMessage":"no"}}""", ["error E \"no\""]),
        ("""{"errorCode":"X","errorMessage":"","invocationId":"i"}""", ["error X \"The service reported error X without a message.\""]),
        ("""{"errorCode":"E","errorMessage":"no","error":{"message":"else"}}""", ["error E \"no\""]),
        ("""{"error":"m"}""", ["error - \"m\""]),
        ("""{"code":2001,"message":"m","detail":[{"loc":["a"],"msg":"m"}],"success":false,"data":{"success":false}}""", ["error 2001 \"m\""]),
        ("""{"content":{"role":"model","parts":[{"text":"a","thought":false},{"functionCall":{"id":"i","name":"n","args":{"a":1}}},{"functionResponse":{"id":"i","name":"n","response":{"a":1}}}]},"partial":false,"author":"x"}""",
            ["text \"a\"", "call a n {\"a\":1}", "result a n {\"a\":1}"]),
        ("""{"content":{"role":"model","parts":[{"inlineData":{"b":"c"}}]}}""", ["""unknown {"inlineData":{"b":"c"}}"""]),
    ];

    public static TheoryData<string, string[]> Decoded => new(Known);

    public static TheoryData<string> All => [.. Known.Select(static one => one.Frame)];
}
