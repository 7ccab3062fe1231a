using System.Text.Json;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Timeline states, read without a server.</summary>
internal static class Drafts
{
    public static TimelineState State(string draft) => FromState($$"""{"draft":{{draft}}}""");

    public static TimelineState FromState(string state)
    {
        using var document = JsonDocument.Parse($$"""{"session_id":"s","state":{{state}}}""");
        var data = document.RootElement.Clone();
        return new TimelineState("s", data);
    }
}
