using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>Cuts the timeline so that it is at most so long.</summary>
internal sealed class TrimEdit(TimeSpan most) : IEdit
{
    public string Tool => "trim_timeline";

    public JsonObject Arguments => new() { ["duration"] = (long)most.TotalMilliseconds };

    public string Apply(Draft draft)
    {
        if (draft.Length <= most)
        {
            return $"Nothing to trim: the timeline is {AgentPhrases.Seconds(draft.Length)}s long";
        }

        var at = TimeSpan.Zero;
        foreach (var segment in draft.Track(TrackType.Video))
        {
            var before = segment.Length;
            segment.Length = Rest(at, before);
            at += before;
        }

        FitTo(draft);
        return $"Trimmed to {AgentPhrases.Seconds(draft.Length)}s";
    }

    /// <summary>Cuts what lies over or under the picture where the picture now ends.</summary>
    public void FitTo(Draft draft)
    {
        foreach (var segment in draft.Track(TrackType.Audio).Concat(draft.Track(TrackType.Text)))
        {
            segment.Length = Rest(segment.Start, segment.Length);
        }

        draft.Tidy();
    }

    private TimeSpan Rest(TimeSpan start, TimeSpan length)
    {
        var rest = most - start;
        return rest <= TimeSpan.Zero ? TimeSpan.Zero : rest < length ? rest : length;
    }
}
