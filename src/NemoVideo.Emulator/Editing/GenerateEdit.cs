using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>Makes a clip out of words: here always the built-in one, under the name that the words give.</summary>
internal sealed class GenerateEdit(string name, TimeSpan length) : IEdit
{
    /// <summary>Where a segment's source would name an upload.</summary>
    public const string BuiltInSource = "builtin";

    public string Tool => "generate_video";

    public JsonObject Arguments => new() { ["prompt"] = name, ["duration"] = (long)length.TotalMilliseconds };

    public string Apply(Draft draft)
    {
        var start = draft.Track(TrackType.Video).Count > 0 ? draft.Length : TimeSpan.Zero;
        draft.Add(TrackType.Video, name, start: null, length, BuiltInSource);
        return $"Clip generated: {name} {AgentPhrases.Range(start, length)}";
    }
}
