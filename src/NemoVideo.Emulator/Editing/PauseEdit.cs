using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>Tightens each clip a little, as if its pauses had been found and cut.</summary>
internal sealed class PauseEdit : IEdit
{
    private const double Kept = 0.9;

    public string Tool => "trim_pauses";

    public JsonObject Arguments => new() { ["threshold_db"] = -35 };

    public string Apply(Draft draft)
    {
        var clips = draft.Track(TrackType.Video);
        if (clips.Count == 0)
        {
            return "Nothing to trim: there is no clip yet";
        }

        foreach (var clip in clips)
        {
            clip.Length = TimeSpan.FromMilliseconds(Math.Round(clip.Length.TotalMilliseconds * Kept));
        }

        var length = draft.Length;
        new TrimEdit(length).FitTo(draft);
        return $"Pauses trimmed: the timeline is now {AgentPhrases.Seconds(length)}s long";
    }
}
