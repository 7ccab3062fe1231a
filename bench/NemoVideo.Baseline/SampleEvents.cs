using System.Text;

namespace NemoVideo.Baseline;

/// <summary>Event streams in the flat dialect.</summary>
public static class SampleEvents
{
    /// <summary>Creates events: of ten, four are tool calls, four are their results, and two are texts.</summary>
    public static byte[] Create(int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(static index =>
        "data: " + Write(index) + "\n\n")));

    private static string Write(int index) => (index % 5) switch
    {
        0 or 2 => $$$"""{"type":"tool_call","name":"trim","args":{"clip":"sunset.mp4","start":{{{index}}},"end":{{{index + 5}}}}}""",
        1 or 3 => $$$"""{"type":"tool_result","name":"trim","result":{"ok":true,"segment":{{{index}}}}}""",
        _ => $$"""{"type":"text","content":"Trimmed clip {{index}}."}""",
    };
}
