using System.Text;

namespace NemoVideo.Baseline;

/// <summary>Sessions whose draft has one track with a number of segments.</summary>
public static class SampleState
{
    /// <summary>Creates the data of a state. If it is edited, one title in ten is different, and one segment is new.</summary>
    public static byte[] Create(int segmentCount, bool isEdited = false)
    {
        var segments = Enumerable.Range(0, segmentCount + (isEdited ? 1 : 0)).Select(index => Write(index, isEdited && index % 10 == 0 ? "New" : "Clip"));
        return Encoding.UTF8.GetBytes(
            $$$$"""{"task_id":"t","task_name":"bench","state":{"draft":{"t":[{"tt":0,"sg":[{{{{string.Join(',', segments)}}}}]}]}}}""");
    }

    private static string Write(int index, string name) =>
        $$$"""{"id":"{{{index}}}","s":{{{index * 1000}}},"d":1000,"volume":0.35,"m":{"title":"{{{name}}} {{{index}}}","source":"clip{{{index}}}.mp4"}}""";
}
