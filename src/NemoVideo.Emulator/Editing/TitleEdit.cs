using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>Puts a title over the picture, after the titles there are.</summary>
internal sealed class TitleEdit(string text) : IEdit
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(3);

    public string Tool => "add_title";

    public JsonObject Arguments => new() { ["text"] = text, ["duration"] = (long)Shown.TotalMilliseconds };

    public string Apply(Draft draft)
    {
        var whole = draft.Length > TimeSpan.Zero ? draft.Length : Shown;
        var length = whole < Shown ? whole : Shown;
        var start = draft.Track(TrackType.Text).Select(title => title.Start + title.Length).DefaultIfEmpty().Max();

        // Where the picture has no room behind the last title, the new one stands over its end.
        if (start + length > whole)
        {
            start = whole - length;
        }

        draft.Add(TrackType.Text, text, start, length);
        return $"Title added: \"{text}\" {AgentPhrases.Range(start, length)}";
    }
}
